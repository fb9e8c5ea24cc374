package dev.freshet.refresh;

import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.GateConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.source.Source;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.VirtualClock;
import dev.freshet.testing.VirtualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A refresher in virtual time with everything around it. Confined to the thread of the test. */
final class Bench implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMillis(700);
    static final Duration MARGIN = Duration.ofMillis(100);
    static final long MAX_BYTES = 1000;

    final VirtualClock clock = new VirtualClock();
    final VirtualTimer timer = new VirtualTimer(clock);
    final Metrics metrics = new Metrics();
    final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    final LogCapture log = new LogCapture();
    final List<Subject> subjects = new ArrayList<>();
    final List<ScriptedSource> sources = new ArrayList<>();
    Executor pool = timer.executor(() -> 0);
    private Refresher refresher;

    /** An endpoint refreshed each second, without a fallback. */
    ScriptedSource add(String path) {
        return add(path, Duration.ofSeconds(1), false);
    }

    ScriptedSource add(String path, Duration interval, boolean fallback) {
        ScriptedSource source = new ScriptedSource(clock);
        sources.add(source);
        subjects.add(subject(path, interval, fallback, source));
        return source;
    }

    static Subject subject(String path, Duration interval, boolean fallback, Source source) {
        return subject(path, interval, TIMEOUT, fallback, source);
    }

    static Subject subject(String path, Duration interval, Duration timeout, boolean fallback, Source source) {
        SourceConfig from = new SourceConfig.FromUpstream("api", path);
        EndpointConfig endpoint = new EndpointConfig(
                path,
                null,
                from,
                fallback ? from : null,
                interval,
                Duration.ofSeconds(60),
                timeout,
                "application/json",
                EndpointConfig.Query.EXACT,
                null,
                null,
                new GateConfig(MAX_BYTES));
        return new Subject(new ResourceKey(null, path, true), endpoint, source);
    }

    CompletableFuture<Void> start() {
        refresher = new Refresher(
                subjects, new RefreshParts(cache, new Renderer(), metrics, clock, timer, task -> pool.execute(task)));
        CompletableFuture<Void> started = refresher.start();
        timer.advance(Duration.ZERO);
        return started;
    }

    Refresher refresher() {
        return refresher;
    }

    void advance(Duration by) {
        timer.advance(by);
    }

    /** To just after the next whole second since the start, where the first endpoint has its tick. */
    void tick() {
        timer.advance(Duration.ofSeconds(1));
    }

    Snapshot snapshot(String path) {
        return cache.get(new ResourceKey(null, path, true));
    }

    String text(String path) {
        return new String(snapshot(path).identity().body(), StandardCharsets.UTF_8);
    }

    /** The line of the exposition that begins with {@code series}, without that beginning. */
    String metric(String series) {
        return new String(metrics.exposition(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .findFirst()
                .orElse("absent");
    }

    @Override
    public void close() {
        log.close();
    }
}

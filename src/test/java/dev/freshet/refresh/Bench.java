package dev.freshet.refresh;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.observe.Metrics;
import dev.freshet.refresh.schedule.Phases;
import dev.freshet.refresh.schedule.SteadyTicks;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.VirtualClock;
import dev.freshet.testing.VirtualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** A refresher in virtual time with everything around it. Confined to the thread of the test. */
final class Bench implements AutoCloseable {
    static final Duration TIMEOUT = EndpointDraft.TIMEOUT;
    static final Duration MARGIN = Duration.ofMillis(100);
    static final long MAX_BYTES = EndpointDraft.MAX_BYTES;

    final VirtualClock clock = new VirtualClock();
    final VirtualTimer timer = new VirtualTimer(clock);
    final Metrics metrics = new Metrics();
    final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    final LogCapture log = new LogCapture();
    final List<Subject> subjects = new ArrayList<>();
    final List<ScriptedSource> sources = new ArrayList<>();
    final Map<String, Integer> fetches = new HashMap<>();
    Keeping keeping;
    Executor pool = timer.executor(() -> 0);
    Executor large = timer.executor(() -> 0);
    private Demand demand;
    private Demand.OfLoop asking;
    private Refresher refresher;

    /** An endpoint refreshed each second, without a fallback. */
    ScriptedSource add(String path) {
        return add(path, Duration.ofSeconds(1), false);
    }

    ScriptedSource add(String path, Duration interval, boolean fallback) {
        EndpointDraft draft = new EndpointDraft(path).every(interval);
        return add(fallback ? draft.withFallback() : draft);
    }

    ScriptedSource add(EndpointDraft draft) {
        ScriptedSource source = new ScriptedSource(clock);
        sources.add(source);
        subjects.add(draft.from(source));
        return source;
    }

    /** Starts at a moment when the first endpoint would have its tick, so that it has the next one interval later. */
    CompletableFuture<Void> start() {
        if (!subjects.isEmpty()) {
            clock.advance(Duration.ofNanos(untilFirstTick()));
        }
        return restart();
    }

    /** Starts another refresher, now. */
    CompletableFuture<Void> restart() {
        CompletableFuture<Void> started = make().start();
        timer.advance(Duration.ZERO);
        return started;
    }

    /** Makes another refresher, and does not start it. */
    Refresher make() {
        demand = new Demand(subjects.stream().map(Subject::key).toList());
        asking = demand.forLoop();
        refresher = new Refresher(subjects, parts());
        return refresher;
    }

    private RefreshParts parts() {
        return new RefreshParts(
                cache,
                new Renderer(),
                metrics,
                clock,
                timer,
                new Pools(task -> pool.execute(task), task -> large.execute(task)),
                Map.copyOf(fetches),
                demand,
                keeping);
    }

    private long untilFirstTick() {
        long interval = intervalNanos(0);
        List<String> names = IntStream.range(0, subjects.size())
                .filter(i -> intervalNanos(i) == interval)
                .mapToObj(i -> subjects.get(i).name())
                .toList();
        long phase = Phases.of(names, interval).get(names.getFirst());
        return SteadyTicks.of(phase, interval, clock.nanoTime()).firstNanos() - clock.nanoTime();
    }

    private long intervalNanos(int subject) {
        return subjects.get(subject).endpoint().refresh().shortest().toNanos();
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

    /** A client asks for the endpoint at {@code index}, in the order they were added. */
    void ask(int index) {
        asking.asked(index);
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

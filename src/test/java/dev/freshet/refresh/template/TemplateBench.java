package dev.freshet.refresh.template;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.config.EndpointConfig;
import dev.freshet.decide.Arrival;
import dev.freshet.decide.Expected;
import dev.freshet.decide.Template;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Metrics;
import dev.freshet.refresh.Pools;
import dev.freshet.refresh.RefreshParts;
import dev.freshet.refresh.Refresher;
import dev.freshet.refresh.Subject;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Source;
import dev.freshet.source.Validators;
import dev.freshet.testing.VirtualClock;
import dev.freshet.testing.VirtualTimer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** One template in virtual time, with everything around it. Confined to the thread of the test. */
final class TemplateBench {
    final VirtualClock clock = new VirtualClock();
    final VirtualTimer timer = new VirtualTimer(clock);
    final Metrics metrics = new Metrics();
    final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    final List<String> asked = new ArrayList<>();
    final Refresher refresher;
    final Demand demand;
    final TemplatedEndpoints endpoints;
    final Template template;
    /** What the source gives for a path. */
    Function<String, CompletableFuture<Fetched>> source = path -> done(fresh(path));

    TemplateBench(EndpointConfig config) {
        Executor pool = timer.executor(() -> 0);
        demand = new Demand(List.of(key(config.path())), TemplatedEndpoints.places(List.of(config)));
        refresher = new Refresher(
                List.of(),
                new RefreshParts(
                        cache, new Renderer(), metrics, clock, timer, new Pools(pool, pool), Map.of(), demand, null));
        endpoints = new TemplatedEndpoints(
                List.of(config),
                new TemplateParts(
                        refresher,
                        (_, resource) -> new Subject(key(resource.path()), resource, source(resource.path())),
                        cache,
                        demand,
                        metrics,
                        clock,
                        timer,
                        pool));
        template = endpoints.templates().getFirst();
        refresher.start();
        endpoints.start();
    }

    private Source source(String path) {
        return new Source() {
            @Override
            public CompletableFuture<Fetched> fetch(FetchRequest request) {
                asked.add(path);
                return source.apply(path);
            }

            @Override
            public String description() {
                return path;
            }
        };
    }

    /** What a request for the resource {@code id} is answered with, at once. */
    Arrival ask(int id) {
        Expected expected = template.expect(path(id));
        settle();
        return expected.arrival().getNow(null);
    }

    /** As a request that finds it kept fresh. */
    boolean hits(int id) {
        return template.resident(path(id)) != null && snapshot(id) != null;
    }

    void settle() {
        timer.advance(Duration.ZERO);
    }

    Snapshot snapshot(int id) {
        return cache.get(key(path(id)));
    }

    static String path(int id) {
        return "/m/" + id;
    }

    static Fetched fresh(String text) {
        Payload payload = new Payload(("\"" + text + "\"").getBytes(StandardCharsets.UTF_8), "application/json");
        return new Fetched.Fresh(payload, Validators.NONE, 0);
    }

    static Fetched failed(Fault.Reason reason) {
        return new Fetched.Failed(new Fault(reason, "as scripted"));
    }

    static CompletableFuture<Fetched> done(Fetched fetched) {
        return CompletableFuture.completedFuture(fetched);
    }

    /** The value of a series; 0: absent. */
    double metric(String series) {
        return new String(metrics.exposition(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    private static ResourceKey key(String path) {
        return new ResourceKey(null, path, true);
    }
}

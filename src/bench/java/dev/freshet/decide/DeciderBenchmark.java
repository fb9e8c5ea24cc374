package dev.freshet.decide;

import dev.freshet.cache.LiveJson;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.cache.Version;
import dev.freshet.config.PassConfig;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verdicts however many endpoints there are: table, cache and negotiation. A hit on one endpoint must cost the same among
 * 10,000; hits all over them pay for the processor's caches as well. Confined to the benchmark's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeciderBenchmark {
    private static final long NOW_MILLIS = 1_000;
    /** A power of two, so that going round takes no division. */
    private static final int REQUESTS = 1 << 14;

    private final RequestView[] requests = new RequestView[REQUESTS];
    private final RequestView unknown = new Asked("/none.json", AcceptEncoding.of("gzip, br"), null);
    private Decider decider;
    private RequestView one;
    private RequestView conditional;
    private int next;

    @Param({"1", "100", "10000"})
    private int endpoints;

    @Setup
    public void prepare() {
        SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
        Version version = new Renderer().render(LiveJson.ofAbout(4096), 1, 0);
        EndpointTable table = new EndpointTable(IntStream.range(0, endpoints)
                .mapToObj(DeciderBenchmark::endpoint)
                .toList());
        table.endpoints().forEach(each -> cache.put(each.key(), new Snapshot(version, NOW_MILLIS)));
        decider = new Decider(table, cache, PassRules.of(new PassConfig("api")));
        Random random = new Random(1);
        AcceptEncoding accepted = AcceptEncoding.of("gzip, deflate, br, zstd");
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = new Asked(path(random.nextInt(endpoints)), accepted, null);
        }
        one = new Asked(path(endpoints / 2), accepted, null);
        conditional = new Asked(
                path(endpoints / 2),
                accepted,
                version.representations().getFirst().etag());
    }

    /** The same endpoint again and again. */
    @Benchmark
    public Verdict hit() {
        return decider.decide(one, NOW_MILLIS);
    }

    /** Any endpoint, in an order without a pattern. */
    @Benchmark
    public Verdict hitOfAny() {
        next = next + 1 & REQUESTS - 1;
        return decider.decide(requests[next], NOW_MILLIS);
    }

    /** If-None-Match that holds. */
    @Benchmark
    public Verdict notModified() {
        return decider.decide(conditional, NOW_MILLIS);
    }

    /** What is no endpoint. */
    @Benchmark
    public Verdict pass() {
        return decider.decide(unknown, NOW_MILLIS);
    }

    private static Endpoint endpoint(int index) {
        String path = path(index);
        return new Endpoint(
                index, path, new ResourceKey(null, path, true), false, 1, 60_000, "public, max-age=1", null);
    }

    /** A string of its own for each call, as a request brings one. */
    private static String path(int index) {
        return "/matches/" + index + ".json";
    }

    /** A GET as {@code server} shows it when its head is known: nothing is left to parse. Immutable. */
    private record Asked(
            String target,
            AcceptEncoding accepted,
            @Nullable String condition) implements RequestView {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String host() {
            return "localhost";
        }

        @Override
        public String path() {
            return target;
        }

        @Override
        public boolean hasQuery() {
            return false;
        }

        @Override
        public @Nullable String field(CharSequence name) {
            return condition;
        }
    }
}

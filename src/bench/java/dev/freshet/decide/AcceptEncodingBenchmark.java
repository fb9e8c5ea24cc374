package dev.freshet.decide;

import dev.freshet.cache.LiveJson;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import java.util.concurrent.TimeUnit;
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
 * Negotiation in its two halves: reading the field, which a known head is spared, and choosing, which every hit does.
 * Confined to the benchmark's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AcceptEncodingBenchmark {
    private Snapshot snapshot;
    private AcceptEncoding parsed;

    @Param({"gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1"})
    private String field = "";

    @Setup
    public void prepare() {
        snapshot = new Snapshot(new Renderer().render(LiveJson.ofAbout(4096), 1, 0), 0);
        parsed = AcceptEncoding.of(field);
    }

    /** Reads the field. */
    @Benchmark
    public AcceptEncoding parse() {
        return AcceptEncoding.of(field);
    }

    /** Chooses among four representations. */
    @Benchmark
    public Representation choose() {
        return parsed.choose(snapshot);
    }
}

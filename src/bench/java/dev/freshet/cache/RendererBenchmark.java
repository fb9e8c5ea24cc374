package dev.freshet.cache;

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

/** What a new version costs: all of its representations, and each coding apart. Confined to the benchmark's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RendererBenchmark {
    private final Renderer renderer = new Renderer();
    private Payload payload;

    /** Which coding is measured apart. */
    @State(Scope.Thread)
    public static class Apart {
        @Param({"GZIP", "BROTLI", "ZSTD"})
        private Coding coding = Coding.IDENTITY;
    }

    @Setup
    public void prepare() {
        payload = LiveJson.ofAbout(4096);
    }

    /** Every representation with its entity tag. */
    @Benchmark
    public Version version() {
        return renderer.render(payload, 1, 0);
    }

    /** One body. */
    @Benchmark
    public byte[] coding(Apart apart) {
        return Renderer.encode(apart.coding, payload.bytes());
    }
}

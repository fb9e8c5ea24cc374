package dev.freshet.refresh;

import dev.freshet.cache.LiveJson;
import dev.freshet.cache.Payload;
import dev.freshet.config.GateConfig;
import dev.freshet.refresh.gate.Gate;
import dev.freshet.refresh.gate.GateVerdict;
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

/** What the gate's look at a sound payload costs, for each new version. Confined to the benchmark's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {
    private static final GateConfig CONFIG = new GateConfig(8 << 20);

    private final Gate gate = new Gate(CONFIG, "application/json", null);
    private Payload payload;

    @Param({"4096", "1048576"})
    private int bytes;

    @Setup
    public void prepare() {
        payload = LiveJson.ofAbout(bytes);
        if (!(accepted() instanceof GateVerdict.Accepted)) {
            throw new IllegalStateException("the gate refuses the sample");
        }
    }

    /** A payload that passes: every byte is looked at. */
    @Benchmark
    public Object accepted() {
        return gate.check(payload, null);
    }
}

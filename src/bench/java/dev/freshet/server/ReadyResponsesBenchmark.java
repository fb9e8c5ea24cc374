package dev.freshet.server;

import dev.freshet.cache.Demand;
import dev.freshet.cache.LiveJson;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A ready-made answer: made, which happens once a second for each loop, and given out, which every hit does. Confined to
 * the benchmark's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadyResponsesBenchmark {
    private static final long START_MILLIS = 1_789_000_000_000L;

    private final ReadyResponses table = new ReadyResponses(
            new Demand(List.of(endpoint(0).key(), endpoint(1).key())),
            PooledByteBufAllocator.DEFAULT,
            new Answers(false));
    private Verdict.Hit held;
    private Verdict.Hit renewed;
    private Verdict.NotModified unchanged;
    private long nowMillis = START_MILLIS;

    @Param({"4096", "65536"})
    private int bytes;

    @Setup
    public void prepare() {
        Snapshot snapshot = new Snapshot(new Renderer().render(LiveJson.ofAbout(bytes), 1, START_MILLIS), START_MILLIS);
        held = new Verdict.Hit(endpoint(0), snapshot, snapshot.identity(), 0);
        renewed = new Verdict.Hit(endpoint(1), snapshot, snapshot.identity(), 0);
        unchanged = new Verdict.NotModified(endpoint(0), snapshot, snapshot.identity(), 0);
    }

    @TearDown
    public void release() {
        table.clear();
    }

    /** Made: the time alternates between two seconds, so that what is held is never of this one. */
    @Benchmark
    public Object made() {
        nowMillis ^= 1 << 10;
        return table.of(renewed, nowMillis);
    }

    /** Given out, as a buffer to write. */
    @Benchmark
    public boolean given() {
        ByteBuf response = table.of(held, START_MILLIS).http1();
        return response.release();
    }

    /** Given out to a client that has it. */
    @Benchmark
    public boolean givenNotModified() {
        ByteBuf response = table.of(unchanged, START_MILLIS).http1();
        return response.release();
    }

    private static Endpoint endpoint(int index) {
        String path = "/" + index + ".json";
        return new Endpoint(
                index, path, new ResourceKey(null, path, true), false, 1, 60_000, "public, max-age=1", null);
    }
}

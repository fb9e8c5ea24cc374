package dev.freshet.server;

import dev.freshet.cache.Demand;
import dev.freshet.cache.LiveJson;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.cache.Version;
import dev.freshet.config.CacheConfig;
import dev.freshet.decide.CrossOrigin;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.EndpointTable;
import dev.freshet.decide.PassRules;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * A hit from the bytes read to the bytes written, without TLS and socket: what the process itself does for one request of
 * HTTP/1.1, with the shortcut of known heads and without it. Confined to the benchmark's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestPathBenchmark {
    private static final String PATH = "/live.json";

    private final Wire wire = new Wire();
    private Worker worker;
    private EmbeddedChannel channel;
    private ByteBuf request;

    @Param
    private Heads.Client client = Heads.Client.POLLER;

    @Param({"true", "false"})
    private boolean shortcut;

    @Setup
    public void prepare() {
        SystemClock clock = new SystemClock();
        SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
        Endpoint live = new Endpoint(
                0,
                PATH,
                new ResourceKey(null, PATH, true),
                false,
                1,
                TimeUnit.DAYS.toMillis(1),
                "public, max-age=1",
                new CrossOrigin(List.of("https://www.example.org")));
        Version version = new Renderer().render(LiveJson.ofAbout(4096), 1, clock.epochMillis());
        cache.put(live.key(), new Snapshot(version, clock.epochMillis()));
        Decider decider = new Decider(new EndpointTable(List.of(live)), cache, PassRules.of(null));
        Metrics metrics = new Metrics();
        SharedCache stored =
                new SharedCache(new CacheConfig(1 << 20, 1 << 10, Duration.ZERO, false), metrics, clock, Runnable::run);
        Site site = new Site(
                new Demand(List.of(live.key())),
                decider,
                Map.of(),
                stored,
                Heads.LIMITS,
                metrics,
                clock,
                PooledByteBufAllocator.DEFAULT);
        worker = new Worker(new EmbeddedChannel().eventLoop(), site);
        channel = connection();
        request = Heads.direct(client.get(PATH));
        if (hit() < 1000) {
            throw new IllegalStateException("no hit");
        }
    }

    @TearDown
    public void release() {
        channel.finishAndReleaseAll();
        worker.release();
        request.release();
    }

    /** One request in a read of its own; the bytes written. */
    @Benchmark
    public long hit() {
        channel.pipeline().fireChannelRead(request.retainedDuplicate());
        channel.pipeline().fireChannelReadComplete();
        return wire.written;
    }

    private EmbeddedChannel connection() {
        StrictRequestDecoder decoder = new StrictRequestDecoder(Heads.LIMITS);
        Http1Connection connection = new Http1Connection(worker, decoder, false);
        EmbeddedChannel made = new EmbeddedChannel(wire);
        if (shortcut) {
            made.pipeline().addLast(new Http1Shortcut(worker.heads(), decoder, connection));
        }
        made.pipeline().addLast(decoder, connection);
        return made;
    }

    /** Stands where TLS and the socket do: takes what is written and counts it. Confined to the benchmark's thread. */
    private static final class Wire extends ChannelOutboundHandlerAdapter {
        private long written;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf data = (ByteBuf) message;
            written += data.readableBytes();
            data.release();
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {}
    }
}

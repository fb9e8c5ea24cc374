package dev.freshet.server;

import dev.freshet.server.Http1Parse.Result;
import dev.freshet.server.strict.StrictRequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From bytes to a request: recognised ({@link HeadMemo}), or decoded and judged ({@link StrictRequestDecoder},
 * {@link Http1Parse}). Confined to the benchmark's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadBenchmark {
    private static final int MANY = 64;

    private final StrictRequestDecoder decoder = new StrictRequestDecoder(Heads.LIMITS);
    private final Judge judge = new Judge(decoder);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder, judge);
    private final HeadMemo memoOfOne = new HeadMemo();
    private final HeadMemo memoOfMany = new HeadMemo();
    private final ByteBuf[] heads = new ByteBuf[MANY];
    private ByteBuf head;
    private int next;

    @Param
    private Heads.Client client = Heads.Client.POLLER;

    @Setup
    public void prepare() {
        for (int i = 0; i < MANY; i++) {
            byte[] bytes = client.get("/matches/" + i + ".json");
            heads[i] = Heads.direct(bytes);
            if (!(decode(heads[i]) instanceof Result.Sound(Http1Request request))) {
                throw new IllegalStateException("the sample is refused");
            }
            memoOfMany.remember(KnownHead.of(bytes, request));
            memoOfOne.remember(KnownHead.of(bytes, request));
        }
        head = heads[MANY - 1];
    }

    @TearDown
    public void release() {
        channel.finishAndReleaseAll();
        for (ByteBuf each : heads) {
            each.release();
        }
    }

    /** The head that was known last: one URL is asked for by everybody. */
    @Benchmark
    public @Nullable Object known() {
        return memoOfOne.match(head);
    }

    /** One of many heads in turn, found by its hash. */
    @Benchmark
    public @Nullable Object knownOfMany() {
        next = next + 1 & MANY - 1;
        return memoOfMany.match(heads[next]);
    }

    /** The decoder and the judgement of what it made. */
    @Benchmark
    public @Nullable Object decoded() {
        return decode(head);
    }

    private @Nullable Result decode(ByteBuf bytes) {
        channel.pipeline().fireChannelRead(bytes.retainedDuplicate());
        return judge.result;
    }

    /** Stands where {@link Http1Connection} does. Confined to the benchmark's thread. */
    private static final class Judge extends ChannelInboundHandlerAdapter {
        private final StrictRequestDecoder decoder;
        private @Nullable Result result;

        Judge(StrictRequestDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request) {
                result = Http1Parse.parse(request);
            }
            if (message instanceof LastHttpContent) {
                decoder.messageEnded();
            }
            ReferenceCountUtil.release(message);
        }
    }
}

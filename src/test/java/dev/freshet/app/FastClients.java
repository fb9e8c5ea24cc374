package dev.freshet.app;

import dev.freshet.config.Protocol;
import dev.freshet.testing.Patience;
import dev.freshet.tls.ClientTls;
import dev.freshet.tls.HandshakeListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * HTTPS clients that ask for {@code /live.json} twenty times a second each, whatever else goes on. A latency is from when a
 * request was due. Thread-safe: a concurrent histogram, counters, and a loop of its own.
 */
final class FastClients implements AutoCloseable {
    private static final long TICK_MILLIS = 5;
    /** Each client has its turn in every tenth tick. */
    private static final int TURNS = 10;

    private static final int MOST_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(loops.next());
    private final ConcurrentHistogram micros = new ConcurrentHistogram(3);
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final ClientTls tls;
    /** Touched by the loop alone. */
    private final List<Asking> asking = new ArrayList<>();

    private int turn;

    /** {@code count} connections of {@code protocol}; returns when all are there. */
    FastClients(int count, Protocol protocol, InetSocketAddress server) throws Exception {
        tls = ClientTls.trustingAnyone();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        tls.install(channel.pipeline(), protocol, server, PATIENCE, new Introduction());
                    }
                });
        for (int i = 0; i < count; i++) {
            bootstrap.connect(server);
        }
        if (!Patience.until(() -> ready.get() == count, PATIENCE)) {
            throw new AssertionError(ready + " of " + count + " connections came about");
        }
        loops.next().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One timer for all: as many timers as clients would keep the loop awake all the time. */
    private void tick() {
        for (int i = turn; i < asking.size(); i += TURNS) {
            asking.get(i).due();
        }
        turn = (turn + 1) % TURNS;
    }

    /** Forgets what has been measured. */
    void reset() {
        micros.reset();
    }

    /** The 99th percentile, in microseconds. */
    long p99Micros() {
        return micros.getValueAtPercentile(99);
    }

    /** Answers measured. */
    long answers() {
        return micros.getTotalCount();
    }

    /** What was no answer, or none of 200. */
    int failures() {
        return failures.get();
    }

    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        tls.close();
    }

    private void speak(Channel channel, Protocol protocol) {
        switch (protocol) {
            case HTTP_1_1 ->
                channel.pipeline().addLast(new HttpClientCodec()).addLast(new HttpObjectAggregator(MOST_BYTES));
            case HTTP_2 -> {
                DefaultHttp2Connection connection = new DefaultHttp2Connection(false);
                channel.pipeline()
                        .addLast(new HttpToHttp2ConnectionHandlerBuilder()
                                .connection(connection)
                                .frameListener(new InboundHttp2ToHttpAdapterBuilder(connection)
                                        .maxContentLength(MOST_BYTES)
                                        .propagateSettings(false)
                                        .build())
                                .build());
            }
        }
        channel.pipeline().addLast(new Asking());
    }

    /** Immutable. */
    private final class Introduction implements HandshakeListener {
        @Override
        public void ready(Channel channel, Protocol spoken, boolean resumed) {
            speak(channel, spoken);
            ready.incrementAndGet();
        }

        @Override
        public void failed(Channel channel, String reason) {
            failures.incrementAndGet();
        }
    }

    /**
     * One client: what is due while the request before has not been answered waits for that, and its latency counts from when
     * it was due. Confined to its event loop.
     */
    private final class Asking extends ChannelInboundHandlerAdapter {
        private final Deque<Long> dueNanos = new ArrayDeque<>();
        private ChannelHandlerContext ctx;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            ctx = context;
            asking.add(this);
        }

        void due() {
            dueNanos.addLast(System.nanoTime());
            if (dueNanos.size() == 1) {
                ask();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            FullHttpResponse response = (FullHttpResponse) message;
            int status = response.status().code();
            response.content().release();
            long due = dueNanos.removeFirst();
            if (status == 200) {
                micros.recordValue((System.nanoTime() - due) / 1000);
            } else {
                failures.incrementAndGet();
            }
            if (!dueNanos.isEmpty()) {
                ask();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.incrementAndGet();
            context.close();
        }

        private void ask() {
            var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/live.json");
            request.headers().set("host", "localhost").set("x-http2-scheme", "https");
            ctx.writeAndFlush(request);
        }
    }
}

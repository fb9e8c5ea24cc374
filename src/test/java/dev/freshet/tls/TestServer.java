package dev.freshet.tls;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A listener that greets with the protocol's name, then echoes. Thread-safe: a queue hands the outcomes over. */
final class TestServer implements AutoCloseable {
    static final TestClock CLOCK = TestClock.now();

    final ServerTls tls;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final Queue<Channel> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<ReferenceCounted> engines = new ConcurrentLinkedQueue<>();
    private final Channel listener;

    /** How a handshake ended: {@code reason} is null when it succeeded. */
    record Outcome(
            Channel channel,
            @Nullable Protocol protocol,
            boolean resumed,
            @Nullable String reason,
            List<String> handlers) {}

    TestServer(ServerTls tls) throws Exception {
        this.tls = tls;
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accepted.add(channel);
                        tls.install(channel.pipeline(), new Greeting());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    static TestServer start(TlsConfig config, Protocol... protocols) throws Exception {
        return new TestServer(ServerTls.open(config, List.of(protocols), CLOCK));
    }

    static TestServer start(TlsConfig config, Duration handshakeTimeout) throws Exception {
        return new TestServer(ServerTls.open(config, List.of(Protocol.HTTP_1_1), CLOCK, handshakeTimeout));
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The next handshake's end. */
    Outcome outcome() throws InterruptedException {
        Outcome outcome = outcomes.poll(20, SECONDS);
        if (outcome == null) {
            throw new AssertionError("no handshake ended");
        }
        return outcome;
    }

    boolean nothingHeard() {
        return outcomes.isEmpty();
    }

    /** Fails when a connection has not given its engine back. */
    @Override
    public void close() throws Exception {
        listener.close().sync();
        tls.close();
        for (Channel each : accepted) {
            each.close().sync();
        }
        Waiting.until(() -> accepted.stream().noneMatch(each -> each.isRegistered())
                && engines.stream().allMatch(each -> each.refCnt() == 0));
        group.shutdownGracefully(0, 5, SECONDS).sync();
    }

    private final class Greeting implements HandshakeListener {
        @Override
        public void ready(Channel channel, Protocol protocol, boolean resumed) {
            List<String> handlers = channel.pipeline().toMap().values().stream()
                    .map(each -> each.getClass().getSimpleName())
                    .toList();
            channel.pipeline().addLast(new Echo());
            channel.writeAndFlush(Unpooled.copiedBuffer("hello " + protocol.alpn() + "\n", StandardCharsets.US_ASCII));
            keepEngine(channel);
            outcomes.add(new Outcome(channel, protocol, resumed, null, handlers));
        }

        @Override
        public void failed(Channel channel, String reason) {
            keepEngine(channel);
            outcomes.add(new Outcome(channel, null, false, reason, List.of()));
        }

        private void keepEngine(Channel channel) {
            SslHandler encryption = channel.pipeline().get(SslHandler.class);
            if (encryption != null) {
                engines.add((ReferenceCounted) encryption.engine());
            }
        }
    }

    /** Passes the buffer it was given on to be written, which releases it. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}

package dev.freshet.compare;

import dev.freshet.config.Protocol;
import dev.freshet.tls.ClientTls;
import dev.freshet.tls.HandshakeListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens connections: TCP, TLS where the URL has it, and the protocol that is asked for. Thread-safe: immutable. */
final class Dialer {
    /** What a server that does not speak it is told to be lacking. */
    static final String NO_HTTP_2 = "HTTP/2 is not offered";

    private final ChannelFactory<SocketChannel> channels;
    private final ClientTls tls;
    private final Duration timeout;

    Dialer(ChannelFactory<SocketChannel> channels, ClientTls tls, Duration timeout) {
        this.channels = channels;
        this.tls = tls;
        this.timeout = timeout;
    }

    /**
     * What is wanted of a connection. Immutable.
     *
     * @param http1 the request; stays the caller's, for as long as connections made of this are there
     * @param http2 the request
     * @param streams requests in flight at most, with HTTP/2
     * @param first sees what comes from the socket; made for each connection
     * @param listener hears of it, on {@code loop}
     */
    record Wanted(
            Target target,
            Protocol protocol,
            ByteBuf http1,
            Http2Headers http2,
            int streams,
            ChannelHandler first,
            ConnectionListener listener,
            EventLoop loop) {}

    /** Opens one. */
    void dial(Wanted wanted) {
        new Bootstrap()
                .group(wanted.loop())
                .channelFactory(channels)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel, wanted);
                    }
                })
                .connect(wanted.target().address())
                .addListener((ChannelFutureListener) done -> {
                    if (!done.isSuccess()) {
                        unreachable(wanted.listener(), NetworkReason.of(done.cause()));
                    } else if (!wanted.target().tls()) {
                        speakHttp1(done.channel(), wanted);
                    }
                });
    }

    private void prepare(Channel channel, Wanted wanted) {
        channel.pipeline().addLast("wire", wanted.first());
        Target target = wanted.target();
        if (target.tls()) {
            tls.install(
                    channel.pipeline(),
                    wanted.protocol(),
                    InetSocketAddress.createUnresolved(
                            target.host(), target.address().getPort()),
                    timeout,
                    new Handshaking(wanted));
        }
    }

    /** What follows the handshake. Immutable. */
    private record Handshaking(Wanted wanted) implements HandshakeListener {
        @Override
        public void ready(Channel channel, Protocol protocol, boolean resumed) {
            if (wanted.protocol() == Protocol.HTTP_1_1) {
                speakHttp1(channel, wanted);
            } else if (protocol == Protocol.HTTP_2) {
                Http2Exchanges exchanges = new Http2Exchanges(wanted.http2(), wanted.streams(), wanted.listener());
                channel.pipeline().addLast("http2", Http2Codec.handler(exchanges));
            } else {
                var _ = channel.close();
                unreachable(wanted.listener(), NO_HTTP_2);
            }
        }

        @Override
        public void failed(Channel channel, String reason) {
            unreachable(wanted.listener(), "TLS: " + reason);
        }
    }

    private static void speakHttp1(Channel channel, Wanted wanted) {
        Http1Client client = new Http1Client(wanted.http1(), wanted.listener());
        channel.pipeline().addLast("http1", client);
        wanted.listener().ready(client);
    }

    private static void unreachable(ConnectionListener listener, String reason) {
        listener.unreachable(reason);
        listener.gone(null);
    }
}

package dev.freshet.app;

import dev.freshet.config.Protocol;
import dev.freshet.testing.Patience;
import dev.freshet.tls.ClientTls;
import dev.freshet.tls.HandshakeListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Many HTTPS connections that have all the time in the world. Thread-safe: counters, and loops of its own. */
final class SlowClients implements AutoCloseable {
    private static final int CONNECTING_TOGETHER = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger well = new AtomicInteger();
    private final AtomicInteger badly = new AtomicInteger();
    private final ClientTls tls;

    SlowClients() throws Exception {
        tls = ClientTls.trustingAnyone();
    }

    /** Opens {@code count} connections, a few at a time; returns when each has asked. */
    void open(int count, Protocol protocol, InetSocketAddress server, Function<SlowClients, SlowTalk> talks) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.SO_RCVBUF, SlowTalk.PART_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(SlowTalk.PART_BYTES))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) PATIENCE.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.install(channel.pipeline(), protocol, server, PATIENCE, new Introduction(talks));
                    }
                });
        for (int i = 0; i < count; i++) {
            int opened = i;
            Patience.until(() -> begun.get() + badly.get() > opened - CONNECTING_TOGETHER, PATIENCE);
            bootstrap.connect(server);
        }
        if (!Patience.until(() -> begun.get() + badly.get() >= count, PATIENCE)) {
            throw new AssertionError(begun + " of " + count + " connections came about");
        }
    }

    /** Clients that have got all they wanted. */
    int well() {
        return well.get();
    }

    /** Clients that got something else. */
    int badly() {
        return badly.get();
    }

    /** Clients that have asked. */
    int asked() {
        return begun.get();
    }

    void begun() {
        begun.incrementAndGet();
    }

    void ended(boolean asItShould) {
        (asItShould ? well : badly).incrementAndGet();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        tls.close();
    }

    /** After the handshake the talk begins, and nothing is read but what it asks for. Immutable. */
    private final class Introduction implements HandshakeListener {
        private final Function<SlowClients, SlowTalk> talks;

        private Introduction(Function<SlowClients, SlowTalk> talks) {
            this.talks = talks;
        }

        @Override
        public void ready(Channel channel, Protocol spoken, boolean resumed) {
            channel.config().setAutoRead(false);
            channel.pipeline().addLast(talks.apply(SlowClients.this));
        }

        @Override
        public void failed(Channel channel, String reason) {
            ended(false);
        }
    }
}

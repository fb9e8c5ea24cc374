package dev.freshet.admin;

import dev.freshet.config.Address;
import dev.freshet.config.AdminConfig;
import dev.freshet.hand.Hand;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin listener: plain HTTP/1.1 on a port of its own. One event loop thread accepts and serves, so that neither a
 * scrape nor a check of health takes a turn of the loops that serve hits; NIO is enough for it. Thread-safe: starting and
 * stopping hold the monitor.
 */
public final class AdminServer {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final long STOP_MILLIS = 2000;

    private final Address address;
    private final AdminPipeline pipeline;
    private @Nullable Channel listener;

    /** Listens on nothing until {@link #start}. */
    public AdminServer(
            AdminConfig config, Readiness readiness, Metrics metrics, Purging purging, Hand hand, Clock clock) {
        this(config.address(), Routes.of(config, readiness, metrics, purging, hand, clock), clock, AdminLimits.DEFAULT);
    }

    AdminServer(Address address, Routes routes, Clock clock, AdminLimits limits) {
        this.address = address;
        this.pipeline = new AdminPipeline(routes, clock, limits);
    }

    /**
     * Listens, and returns the address with the port really taken.
     *
     * @throws BindException when the address cannot be had; its message is one sentence for the operator
     * @throws IllegalStateException when it is listening already
     */
    public synchronized InetSocketAddress start() throws BindException {
        if (listener != null) {
            throw new IllegalStateException("admin: listening already (expected: started once)");
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("freshet-admin", true), NioIoHandler.newFactory());
        ChannelFuture bound = bind(loop).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutdown(loop);
            throw failure(bound.cause());
        }
        listener = bound.channel();
        InetSocketAddress local = (InetSocketAddress) listener.localAddress();
        announce(local);
        return local;
    }

    /**
     * Closes the listener and its connections; does nothing when it is not listening. Returns when the thread has ended.
     * The channels are closed one by one because an event loop that ends may leave some of its channels open.
     */
    public synchronized void stop() {
        Channel stopped = listener;
        if (stopped == null) {
            return;
        }
        listener = null;
        stopped.close().awaitUninterruptibly();
        pipeline.closeConnections();
        shutdown(stopped.eventLoop().parent());
    }

    private ChannelFuture bind(EventLoopGroup group) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(pipeline)
                .bind(new InetSocketAddress(address.host(), address.port()));
    }

    private void announce(InetSocketAddress local) {
        log.info("admin listens on http://{}", new Address(address.host(), local.getPort()));
        if (!local.getAddress().isLoopbackAddress()) {
            log.warn(
                    "admin.address: {} (expected: a loopback address, for whoever reaches it can read health and metrics)",
                    address);
        }
    }

    private BindException failure(Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        BindException failure = new BindException(
                "admin.address: " + address + ": " + why + " (expected: an address of this machine with a free port)");
        failure.initCause(cause);
        return failure;
    }

    private static void shutdown(EventExecutorGroup group) {
        group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}

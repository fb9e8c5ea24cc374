package dev.freshet.server;

import dev.freshet.config.Address;
import dev.freshet.tls.ServerTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The listeners and everything behind them. Started, drained and stopped by one thread, in this order; what it holds is
 * confined to the event loops. Thread-safe for {@link #hits()}.
 */
public final class Server {
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final List<Listening> listeners;
    private final EventLoopGroup loops;
    private final Class<? extends ServerChannel> channelType;
    private final ByteBufAllocator allocator;
    private final Workers workers;
    private final Connections connections;
    private final Handshakes handshakes;
    private final List<Channel> open = new ArrayList<>();

    /**
     * One socket to listen on. Immutable.
     *
     * @param address port 0 takes a free one
     * @param tls null for plain HTTP/1.1; closed by whoever opened it
     */
    public record Listening(Address address, @Nullable ServerTls tls) {}

    /** {@code loops} and {@code channelType} belong together; the caller shuts the loops down. */
    public Server(
            List<Listening> listeners, Site site, EventLoopGroup loops, Class<? extends ServerChannel> channelType) {
        this.listeners = List.copyOf(listeners);
        this.loops = loops;
        this.channelType = channelType;
        this.allocator = site.allocator();
        this.workers = new Workers(loops, site);
        this.connections = new Connections(site.limits().connections(), site.metrics());
        this.handshakes = new Handshakes(site.metrics());
    }

    /**
     * Opens every listener, or none.
     *
     * @return where they listen, in the order of the configuration
     */
    public List<InetSocketAddress> start() throws BindProblemException {
        workers.start();
        for (int i = 0; i < listeners.size(); i++) {
            open.add(bind(i, listeners.get(i)));
        }
        return open.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /**
     * Stops listening and drains: idle connections close, the others after their answers in flight. Completes when the
     * last has closed, which the caller bounds.
     */
    public CompletableFuture<Void> drain() {
        open.forEach(each -> each.close().syncUninterruptibly());
        workers.drain();
        return connections.whenNone();
    }

    /** Lets go of what the loops keep; no connection may be open that still wants an answer. */
    public void release() {
        open.forEach(each -> each.close().syncUninterruptibly());
        workers.release();
    }

    /** Answers from memory so far, 304 among them. */
    public long hits() {
        return workers.hits();
    }

    private Channel bind(int index, Listening listening) throws BindProblemException {
        Address address = listening.address();
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ClientPipeline(listening.tls(), workers, connections, handshakes))
                .bind(address.host(), address.port())
                .awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            open.forEach(Channel::close);
            String why = String.valueOf(cause.getMessage());
            throw new BindProblemException("listeners[" + index + "].address: " + address + ": "
                    + why.substring(why.lastIndexOf(": ") < 0 ? 0 : why.lastIndexOf(": ") + 2)
                    + " (expected: an address of this machine with a free port)");
        }
        return bound.channel();
    }
}

package dev.freshet.demo;

import dev.freshet.config.Address;
import dev.freshet.observe.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 origin of an election night: its documents change once per second whether or not anyone asks. Thread-safe:
 * the election is stepped by one thread at a time, and each state is published by one reference swap.
 */
public final class DemoOrigin {
    private static final Logger log = LoggerFactory.getLogger(DemoOrigin.class);
    private static final int STOP_SECONDS = 2;

    private final Address address;
    private final Clock clock;
    private final Election election;
    private final OriginState state;
    private final OriginInitializer initializer;
    private final List<Publisher> publishers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("demo-election", true));
    private final EventLoopGroup group;

    /**
     * Renders the first state.
     *
     * @param address where to listen; port 0 takes a free one
     * @param delay before each answer; zero: none
     * @param seed the same seed gives the same night
     */
    public DemoOrigin(Address address, Duration delay, long seed, Clock clock) {
        this.address = address;
        this.clock = clock;
        this.election = new Election(seed);
        long now = clock.epochMillis();
        this.state = new OriginState(ElectionJson.render(election, now), now, clock);
        this.initializer = new OriginInitializer(state, delay);
        this.group = new MultiThreadIoEventLoopGroup(
                new DefaultThreadFactory("demo-origin", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** Adds somebody who gets the state now and after each step. */
    public void publishTo(Publisher publisher) {
        publishers.add(publisher);
        publisher.publish(state.bodies());
    }

    /**
     * Listens, and begins to step once per second. To be called once.
     *
     * @return where it listens
     * @throws UncheckedIOException the address is taken or not of this machine; this origin is then stopped
     */
    public InetSocketAddress start() {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(channelType())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer)
                .bind(address.host(), address.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw new UncheckedIOException(
                    new IOException(address + " is taken or not of this machine", bound.cause()));
        }
        var _ = timer.scheduleAtFixedRate(this::stepSafely, 1, 1, TimeUnit.SECONDS);
        Channel channel = bound.channel();
        return (InetSocketAddress) channel.localAddress();
    }

    private static Class<? extends ServerChannel> channelType() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** A step that throws would end the timer. */
    private void stepSafely() {
        try {
            step();
        } catch (RuntimeException e) {
            log.error("the demo's election could not be stepped", e);
        }
    }

    /** One second passes in the election. */
    synchronized void step() {
        election.step();
        long now = clock.epochMillis();
        state.swap(ElectionJson.render(election, now), now);
        Map<String, byte[]> bodies = state.bodies();
        publishers.forEach(publisher -> publisher.publish(bodies));
    }

    /** Closes every connection; returns when all has ended, after two seconds at the latest. */
    public void stop() {
        timer.shutdownNow();
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Requests received so far. */
    public long requests() {
        return state.counts().sum();
    }

    /** Requests received so far by path; {@code other} stands for every unknown path. */
    public Map<String, Long> requestsByPath() {
        return state.counts().byPath();
    }

    /** The paths of the election's documents, the national one first; the same for every seed. */
    public List<String> resources() {
        return paths();
    }

    /** What {@link #resources()} of any origin says. */
    public static List<String> paths() {
        return ElectionJson.paths();
    }
}

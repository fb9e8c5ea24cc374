package dev.freshet.compare;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The client's event loops, by epoll where the system has it. Thread-safe: closed by one thread. */
final class ClientLoops implements AutoCloseable {
    private static final long CLOSE_MILLIS = 2000;

    private final EventLoopGroup group;
    private final ChannelFactory<SocketChannel> channels;

    ClientLoops(int threads) {
        boolean epoll = Epoll.isAvailable();
        group = new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory("compare-client", true),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        channels = epoll ? EpollSocketChannel::new : NioSocketChannel::new;
    }

    /** Each of them once. */
    List<EventLoop> all() {
        List<EventLoop> loops = new ArrayList<>();
        group.forEach(each -> loops.add((EventLoop) each));
        return loops;
    }

    /** One of them. */
    EventLoop next() {
        return group.next();
    }

    /** Makes channels that fit the loops. */
    ChannelFactory<SocketChannel> channels() {
        return channels;
    }

    /** Closes every connection; waits for it, within a bound. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS * 2);
    }
}

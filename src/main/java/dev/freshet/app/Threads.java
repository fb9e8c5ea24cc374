package dev.freshet.app;

import dev.freshet.upstream.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a server: an event loop per core for all I/O with clients and upstreams, by epoll where the system has it,
 * a small pool for gate, compression and files, a thread for those of large payloads, and one that writes what is kept. Thread-safe: closed by one thread.
 */
final class Threads implements AutoCloseable {
    private static final int REFRESH_QUEUE = 100_000;
    private static final long CLOSE_MILLIS = 2000;

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor refresh;
    private final ThreadPoolExecutor large;
    private final ExecutorService writer;

    Threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(cores, new DefaultThreadFactory("freshet-loop", true), io);
        int workers = Math.max(1, cores / 2);
        refresh = new ThreadPoolExecutor(
                workers,
                workers,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(REFRESH_QUEUE),
                Thread.ofPlatform().name("freshet-refresh-", 0).daemon().factory());
        large = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(REFRESH_QUEUE),
                new LowPriority(
                        Thread.ofPlatform().name("freshet-large-", 0).daemon().factory()));
        large.allowCoreThreadTimeOut(true);
        writer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("freshet-state").daemon().factory());
    }

    EventLoopGroup loops() {
        return loops;
    }

    /** Runs gate, renderer, gunzip and file reading; rejects beyond its queue. */
    ThreadPoolExecutor refresh() {
        return refresh;
    }

    /** Runs gate and renderer of large payloads; rejects beyond its queue. */
    ThreadPoolExecutor large() {
        return large;
    }

    /** Writes what is kept to disk. */
    ExecutorService writer() {
        return writer;
    }

    /** The listening channel that fits the loops. */
    Class<? extends ServerChannel> listening() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** What upstreams connect with. */
    Transport transport() {
        return epoll
                ? Transport.of(loops, EpollSocketChannel::new, EpollDatagramChannel::new)
                : Transport.of(loops, NioSocketChannel::new, NioDatagramChannel::new);
    }

    /** Ends them all; waits for it, within a bound. */
    @Override
    public void close() {
        refresh.shutdownNow();
        large.shutdownNow();
        awaitWriter();
        loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS * 2);
    }

    private void awaitWriter() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

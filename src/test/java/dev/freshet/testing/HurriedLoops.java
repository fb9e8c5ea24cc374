package dev.freshet.testing;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Event loops whose timers a test need not wait for: they keep the machine's time, and the test moves it ahead. Sockets know
 * nothing of it. Thread-safe: how far a loop is ahead is volatile, and changed under its lock.
 */
public final class HurriedLoops extends MultiThreadIoEventLoopGroup {
    /** Starts so many; the caller shuts them down. */
    public HurriedLoops(int count) {
        super(count, NioIoHandler.newFactory());
    }

    /**
     * Moves every loop ahead, and returns when it has run what was due by then. What it was doing, it has finished before;
     * what repeats has run once.
     */
    public void advance(Duration by) {
        for (EventExecutor each : this) {
            ((Loop) each).advance(by);
        }
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... more) {
        return new Loop(this, executor, handlers);
    }

    /** One of them. Thread-safe: as an event loop is, and the lead is volatile. */
    private static final class Loop extends SingleThreadIoEventLoop {
        /** Zero without saying so: the supertype's constructor asks for the time. */
        private volatile long aheadNanos;

        Loop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
            super(parent, executor, handlers);
        }

        synchronized void advance(Duration by) {
            submit(() -> {}).syncUninterruptibly();
            aheadNanos += by.toNanos();
            schedule(() -> {}, 0, TimeUnit.NANOSECONDS).syncUninterruptibly(); // timers run in order of their times
        }

        @Override
        public Ticker ticker() {
            return new Lead(aheadNanos);
        }
    }

    /** The machine's time, and so much more. Immutable. */
    private record Lead(long nanos) implements Ticker {
        /** So much less, since loops take a time of the machine as it is and want the time since then. */
        @Override
        public long initialNanoTime() {
            return Ticker.systemTicker().initialNanoTime() - nanos;
        }

        @Override
        public long nanoTime() {
            return Ticker.systemTicker().nanoTime() + nanos;
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("a loop does not wait like this");
        }
    }
}

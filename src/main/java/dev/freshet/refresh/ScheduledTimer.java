package dev.freshet.refresh;

import dev.freshet.observe.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer of a running server: one daemon thread. A cancelled task leaves the queue at once, so that the deadlines of
 * fetches that ended long ago do not pile up in it. Thread-safe: the executor's queue.
 */
public final class ScheduledTimer implements Timer, AutoCloseable {
    private final Clock clock;
    private final ScheduledThreadPoolExecutor executor;

    /** {@code clock} is the one whose nanoseconds {@link #schedule} is given. */
    public ScheduledTimer(Clock clock) {
        this.clock = clock;
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("freshet-timer").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Scheduled schedule(long atNanos, Runnable task) {
        try {
            ScheduledFuture<?> future = executor.schedule(task, atNanos - clock.nanoTime(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            if (executor.isShutdown()) {
                return () -> {}; // what comes after the stop is not wanted any more
            }
            throw e;
        }
    }

    /** How many tasks wait. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** Drops what waits; a task that runs comes to its end. */
    @Override
    public void close() {
        executor.shutdown();
    }
}

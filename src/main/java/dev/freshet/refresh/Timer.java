package dev.freshet.refresh;

/** Runs tasks later. Implementations are thread-safe and run one task at a time, in the order of their times. */
public interface Timer {
    /**
     * Runs {@code task} once, as soon as {@code atNanos} of the clock's monotonic time has come; at once where it has
     * passed. The task neither blocks nor throws.
     */
    Scheduled schedule(long atNanos, Runnable task);

    /** A task that waits for its time. Implementations are thread-safe. */
    @FunctionalInterface
    interface Scheduled {
        /** Gives the task up; without effect once it has begun. */
        void cancel();
    }
}

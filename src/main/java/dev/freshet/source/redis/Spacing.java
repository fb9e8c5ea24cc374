package dev.freshet.source.redis;

import dev.freshet.observe.Clock;

/**
 * Tells of changes at once, but not more often than allowed: what comes too soon is told together, as soon as may be. The
 * last change is always told after it came. Confined to the thread of the Redis.
 */
final class Spacing {
    private final Runnable changed;
    private final long minNanos;
    private final Clock clock;
    private final Later later;
    private boolean told;
    private boolean waiting;
    private long toldAtNanos;

    /** Runs a task after so many nanoseconds, on the same thread. Implementations are thread-safe. */
    @FunctionalInterface
    interface Later {
        void run(Runnable task, long delayNanos);
    }

    /** {@code changed} is told; it must not block. */
    Spacing(Runnable changed, long minNanos, Clock clock, Later later) {
        this.changed = changed;
        this.minNanos = minNanos;
        this.clock = clock;
        this.later = later;
    }

    /** Something has changed. */
    void signal() {
        if (waiting) {
            return;
        }
        long sinceNanos = clock.nanoTime() - toldAtNanos;
        if (!told || sinceNanos >= minNanos) {
            tell();
        } else {
            waiting = true;
            later.run(this::tell, minNanos - sinceNanos);
        }
    }

    private void tell() {
        waiting = false;
        told = true;
        toldAtNanos = clock.nanoTime();
        changed.run();
    }
}

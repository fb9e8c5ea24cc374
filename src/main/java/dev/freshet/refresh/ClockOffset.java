package dev.freshet.refresh;

import dev.freshet.observe.Clock;

/**
 * By how much the wall clock is ahead of the monotonic one, from an origin: it changes when the wall clock is set.
 * Thread-safe: immutable, and the clock is thread-safe.
 */
final class ClockOffset {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    private final long originNanos;

    /** Counts from now. */
    ClockOffset(Clock clock) {
        this.clock = clock;
        this.originNanos = clock.nanoTime();
    }

    /** As of now. */
    long millis() {
        return at(Moment.now(clock));
    }

    /** As of then. */
    long at(Moment then) {
        return then.epochMillis() - (then.nanos() - originNanos) / NANOS_PER_MILLI;
    }
}

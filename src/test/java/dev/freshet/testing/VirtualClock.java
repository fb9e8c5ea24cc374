package dev.freshet.testing;

import dev.freshet.observe.Clock;
import java.time.Duration;

/**
 * A clock that moves only when told. Its monotonic time overflows soon after the start, as a real one may. Confined to the
 * thread of the test.
 */
public final class VirtualClock implements Clock {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos();
    private long wallAheadNanos = Duration.ofMillis(1_800_000_000_000L).toNanos() - nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return (nanos + wallAheadNanos) / 1_000_000;
    }

    /** Moves both times on. */
    public void advance(Duration by) {
        nanos += by.toNanos();
    }

    /** Sets the wall clock forward, or back by a negative duration; the monotonic time does not change. */
    public void stepWall(Duration by) {
        wallAheadNanos += by.toNanos();
    }
}

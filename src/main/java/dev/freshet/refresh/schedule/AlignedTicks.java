package dev.freshet.refresh.schedule;

import dev.freshet.observe.Clock;
import java.time.Duration;

/**
 * Ticks at whole multiples of the interval of the wall clock, counted from the epoch, so that every node has the same. A
 * step of the clock makes one interval last between half and one and a half times its length, and never moves a tick that
 * has been. Thread-safe: immutable, and the clock is thread-safe.
 *
 * @param intervalNanos above 0
 * @param clock relates the two times
 */
public record AlignedTicks(long intervalNanos, Clock clock) implements Ticks {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    /** A tick nearer than a quarter of the interval is the one that has just been: the wall clock may run a little slow. */
    @Override
    public long after(long nanos) {
        long wall = wallAt(nanos);
        long next = (Math.floorDiv(wall + intervalNanos / 4, intervalNanos) + 1) * intervalNanos;
        return nanos + (next - wall);
    }

    /** The multiple nearest to where {@code dueNanos} lies by the wall clock of now. */
    @Override
    public long corrected(long dueNanos) {
        long wall = wallAt(dueNanos);
        long nearest = Math.floorDiv(wall + intervalNanos / 2, intervalNanos) * intervalNanos;
        return dueNanos + (nearest - wall);
    }

    @Override
    public long patienceNanos() {
        return PATIENCE_NANOS;
    }

    /** Nanoseconds since the epoch; a millisecond too early at most, so that a tick never comes before its instant. */
    private long wallAt(long nanos) {
        return clock.epochMillis() * NANOS_PER_MILLI + (nanos - clock.nanoTime());
    }
}

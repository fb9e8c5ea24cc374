package dev.freshet.refresh;

import java.time.Duration;

/**
 * When one resource is fetched: at {@code first + n * interval} of the monotonic clock, however late any tick ran, so that
 * nothing drifts. Immutable.
 *
 * @param firstNanos of the clock's monotonic time
 * @param intervalNanos above 0
 */
record Ticks(long firstNanos, long intervalNanos) {
    /** 2^64 divided by the golden ratio: its multiples, taken as fractions of 2^64, spread evenly however many there are. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /**
     * Phases are whole multiples of it: what is due within the same moment shares one waking of every thread on its way,
     * and one write to its source.
     */
    private static final long GRID_NANOS = 10_000_000;

    /**
     * The ticks of the resource at {@code index} among those that start at {@code startNanos}. The first comes after at most
     * one interval; the phases of different indices lie evenly apart, to ten milliseconds, and are the same at each
     * start.
     */
    static Ticks spread(int index, Duration interval, long startNanos) {
        long nanos = interval.toNanos();
        long exactly = Math.unsignedMultiplyHigh(index * GOLDEN, nanos);
        long before = exactly - exactly % GRID_NANOS;
        return new Ticks(startNanos + nanos - before, nanos);
    }

    /** The first tick later than {@code nanos}: those missed meanwhile are left out. */
    long after(long nanos) {
        long sinceFirst = nanos - firstNanos;
        return sinceFirst < 0 ? firstNanos : firstNanos + (sinceFirst / intervalNanos + 1) * intervalNanos;
    }
}

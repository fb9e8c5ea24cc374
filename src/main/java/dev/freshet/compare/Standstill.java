package dev.freshet.compare;

import dev.freshet.observe.Clock;

/**
 * Notices that the client itself stood still: stopped, suspended or without CPU. Both clocks are looked at, since on many
 * systems the monotonic one stands still with a suspended machine. Confined to its event loop, and to the engine's thread
 * once the round is over.
 */
final class Standstill {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long WORTH_SAYING_NANOS = 250 * NANOS_PER_MILLI;

    private final Clock clock;
    private long seenNanos;
    private long seenMillis;
    private long longestNanos;

    Standstill(Clock clock) {
        this.clock = clock;
    }

    /** From now on {@link #look} is called every few tens of milliseconds. */
    void start() {
        seenNanos = clock.nanoTime();
        seenMillis = clock.epochMillis();
    }

    /** Compares the time with that of the look before. */
    void look() {
        long nanos = clock.nanoTime();
        long millis = clock.epochMillis();
        long gap = Math.max(nanos - seenNanos, (millis - seenMillis) * NANOS_PER_MILLI);
        if (gap > WORTH_SAYING_NANOS) {
            longestNanos = Math.max(longestNanos, gap);
        }
        seenNanos = nanos;
        seenMillis = millis;
    }

    /** The longest time without a look; 0: none was longer than 250 ms. */
    long longestNanos() {
        return longestNanos;
    }
}

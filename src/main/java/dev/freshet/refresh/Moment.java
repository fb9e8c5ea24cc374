package dev.freshet.refresh;

import dev.freshet.observe.Clock;

/**
 * A moment by both clocks. Immutable.
 *
 * @param epochMillis by the wall clock
 * @param nanos by the monotonic clock
 */
record Moment(long epochMillis, long nanos) {
    /** Now. */
    static Moment now(Clock clock) {
        return new Moment(clock.epochMillis(), clock.nanoTime());
    }
}

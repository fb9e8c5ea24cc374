package dev.freshet.config;

import java.time.Duration;

/**
 * What {@code refresh} says: how often a payload is fetched. Immutable.
 *
 * @param shortest the interval; where it follows change and demand, its lower bound
 * @param longest the same again, or its upper bound
 */
record Interval(Duration shortest, Duration longest) {
    /** One that stays. */
    static Interval of(Duration steady) {
        return new Interval(steady, steady);
    }
}

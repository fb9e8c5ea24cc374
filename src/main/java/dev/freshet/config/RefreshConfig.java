package dev.freshet.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is refreshed. Immutable.
 *
 * @param shortest the interval, 100ms..24h; where it adapts, its lower bound
 * @param longest the same again; where it adapts, its upper bound
 * @param align whether the ticks lie on whole multiples of the interval of the wall clock
 * @param maxBackOff the longest wait that failures alone lead to
 * @param group the endpoints that are published together share it; null: published alone
 */
public record RefreshConfig(
        Duration shortest,
        Duration longest,
        boolean align,
        Duration maxBackOff,
        @Nullable String group) {

    /** Always {@code interval}, wherever the ticks fall, and nothing published together with it. */
    public static RefreshConfig every(Duration interval, Duration maxBackOff) {
        return new RefreshConfig(interval, interval, false, maxBackOff, null);
    }

    /** Whether the interval follows change and demand. */
    public boolean adapts() {
        return !shortest.equals(longest);
    }
}

package dev.freshet.config;

import java.time.Duration;

/**
 * When a passed URL is refreshed like an endpoint's. Immutable.
 *
 * @param rate from which on it is; it is let go below half of it
 * @param refresh from one refresh to the next
 * @param maxResources so many at most; rules that say the same have these together
 */
public record AutoHotConfig(Rate rate, Duration refresh, int maxResources) {}

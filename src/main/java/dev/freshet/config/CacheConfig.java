package dev.freshet.config;

import java.time.Duration;

/**
 * The cache of what is not pinned by configuration. Immutable.
 *
 * @param sizeBytes payloads and their compressed forms, and stored responses
 * @param maxObjectBytes the longest body of a passed response that is stored, 0..2^30
 * @param staleIfError how long beyond its lifetime a stored response may stand in for an upstream that fails, where the response
 *     does not say it itself; zero: not at all
 * @param statusKey whether Cache-Status tells the key that a request was looked up by
 */
public record CacheConfig(long sizeBytes, long maxObjectBytes, Duration staleIfError, boolean statusKey) {}

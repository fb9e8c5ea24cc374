package dev.freshet.config;

/**
 * The cache of what is not pinned by configuration. Immutable.
 *
 * @param sizeBytes payloads and their compressed forms, and stored responses
 * @param maxObjectBytes the longest body of a passed response that is stored, 0..2^30
 */
public record CacheConfig(long sizeBytes, long maxObjectBytes) {}

package dev.freshet.config;

/**
 * The cache of what is not pinned by configuration. Immutable.
 *
 * @param sizeBytes payloads and their compressed forms together
 */
public record CacheConfig(long sizeBytes) {}

package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the cache knows a resource by. Immutable.
 *
 * @param host lower case, or null for any
 * @param path as in the request target
 * @param pinned whether it is kept whatever it weighs: true for what the configuration names
 */
public record ResourceKey(@Nullable String host, String path, boolean pinned) {}

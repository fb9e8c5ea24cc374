package dev.freshet.config;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code cors} key says. Immutable.
 *
 * @param config null: off
 */
record CorsChoice(@Nullable CorsConfig config) {}

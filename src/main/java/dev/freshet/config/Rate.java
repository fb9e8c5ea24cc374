package dev.freshet.config;

import java.time.Duration;

/**
 * So many in a time. Immutable.
 *
 * @param count at least 1
 * @param per a second or a minute
 */
public record Rate(int count, Duration per) {}

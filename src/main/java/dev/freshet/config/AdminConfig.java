package dev.freshet.config;

/**
 * The admin listener. Immutable.
 *
 * @param address where it listens, 127.0.0.1:9900 unless configured
 */
public record AdminConfig(Address address) {}

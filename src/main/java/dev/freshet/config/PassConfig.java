package dev.freshet.config;

/**
 * Where what is no endpoint goes. Immutable.
 *
 * @param upstream a name under {@code upstreams}
 */
public record PassConfig(String upstream) {}

package dev.freshet.config;

/**
 * What a new payload must satisfy beyond being well-formed. Immutable.
 *
 * @param maxSizeBytes the largest payload accepted, before compression
 */
public record GateConfig(long maxSizeBytes) {}

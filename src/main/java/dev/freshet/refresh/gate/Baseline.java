package dev.freshet.refresh.gate;

import org.jspecify.annotations.Nullable;

/**
 * What a new payload is compared with: the one that is published. Immutable.
 *
 * @param sizeBytes of its payload
 * @param mark how new it said it was; null: it is not compared
 * @param mayBeServed whether it is still young enough for clients; where it is not, a size is nothing to hold on to
 */
public record Baseline(long sizeBytes, @Nullable Mark mark, boolean mayBeServed) {}

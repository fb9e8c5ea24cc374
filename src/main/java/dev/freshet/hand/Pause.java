package dev.freshet.hand;

import org.jspecify.annotations.Nullable;

/**
 * Since when and until when ticks come to nothing. Immutable.
 *
 * @param sinceMillis since the epoch
 * @param untilMillis since the epoch; null: until it is resumed
 */
public record Pause(long sinceMillis, @Nullable Long untilMillis) {}

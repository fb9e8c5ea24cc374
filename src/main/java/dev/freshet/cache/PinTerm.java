package dev.freshet.cache;

/**
 * From when to when a resource is pinned; it tells one pin from the next. Immutable.
 *
 * @param number of the pin, in the order of pinning
 * @param sinceMillis since the epoch
 * @param untilMillis since the epoch
 */
public record PinTerm(long number, long sinceMillis, long untilMillis) {}

package dev.freshet.hand;

/**
 * How the last refresh of a resource ended. Immutable.
 *
 * @param outcome a word, as in the metrics
 * @param endedAtMillis since the epoch
 */
public record LastRefresh(String outcome, long endedAtMillis) {}

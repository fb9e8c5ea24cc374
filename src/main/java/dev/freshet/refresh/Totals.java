package dev.freshet.refresh;

/**
 * How the refreshes of all resources ended since the start. Immutable.
 *
 * @param published with a new version
 * @param unchanged with the payload already published
 * @param refused by the gate
 * @param failed without a payload
 * @param skipped because the one before was still running
 */
public record Totals(long published, long unchanged, long refused, long failed, long skipped) {}

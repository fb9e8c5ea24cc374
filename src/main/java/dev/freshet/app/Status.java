package dev.freshet.app;

/**
 * A running server in one line. Immutable.
 *
 * @param resources how many have a snapshot
 * @param oldestAgeSeconds the age of the oldest snapshot; 0 where there is none
 * @param hits answers from memory so far, 304 among them
 * @param published refreshes so far that brought a new version
 * @param unchanged refreshes so far that confirmed the old one
 * @param refused refreshes so far whose payload the gate refused
 * @param failed refreshes so far that brought no payload
 */
public record Status(
        int resources, double oldestAgeSeconds, long hits, long published, long unchanged, long refused, long failed) {}

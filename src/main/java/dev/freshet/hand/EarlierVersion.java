package dev.freshet.hand;

import dev.freshet.cache.Version;

/**
 * A version that another has replaced and that is kept. Immutable.
 *
 * @param number of the version
 * @param bytes the length of its payload
 * @param etag without a coding
 * @param fetchedAtMillis since the epoch
 */
public record EarlierVersion(long number, int bytes, String etag, long fetchedAtMillis) {
    /** What is to be known of {@code version}. */
    public static EarlierVersion of(Version version) {
        return new EarlierVersion(
                version.number(),
                version.identity().body().length,
                version.identity().etag(),
                version.fetchedAtMillis());
    }
}

package dev.freshet.hand;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Version;

/**
 * What is kept of a version that another has replaced: enough to make it again. Immutable.
 *
 * @param number of the version
 * @param etag without a coding
 * @param fetchedAtMillis since the epoch
 */
public record EarlierVersion(long number, Payload payload, String etag, long fetchedAtMillis) {
    /** Of {@code version}, whose codings are let go. */
    public static EarlierVersion of(Version version) {
        return new EarlierVersion(
                version.number(),
                new Payload(version.identity().body(), version.mediaType()),
                version.identity().etag(),
                version.fetchedAtMillis());
    }
}

package dev.freshet.refresh.state;

import dev.freshet.cache.Payload;
import dev.freshet.source.Validators;

/**
 * What is kept of one resource. Immutable.
 *
 * @param name of the resource: host and path
 * @param source where the payload came from, as the source describes itself
 * @param payload without a coding
 * @param number of its version
 * @param fetchedAtMillis since the epoch
 * @param confirmedAtMillis since the epoch
 * @param validators what the source gave with it
 */
public record Kept(
        String name,
        String source,
        Payload payload,
        long number,
        long fetchedAtMillis,
        long confirmedAtMillis,
        Validators validators) {

    /** The same, confirmed at another time. */
    public Kept confirmedAt(long epochMillis) {
        return new Kept(name, source, payload, number, fetchedAtMillis, epochMillis, validators);
    }
}

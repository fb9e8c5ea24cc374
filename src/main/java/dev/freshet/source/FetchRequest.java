package dev.freshet.source;

import java.time.Duration;

/**
 * What one fetch may take and what is already there. Immutable.
 *
 * @param validators what the source gave with the payload now published; {@link Validators#NONE} on the first fetch
 * @param timeout the deadline of each source asked
 * @param maxBytes the largest payload accepted, after decoding a content coding
 * @param fallbackOnly whether a chain asks its fallback at once: what the first source gave is no good
 */
public record FetchRequest(Validators validators, Duration timeout, long maxBytes, boolean fallbackOnly) {
    /** From the first source of a chain on. */
    public FetchRequest(Validators validators, Duration timeout, long maxBytes) {
        this(validators, timeout, maxBytes, false);
    }
}

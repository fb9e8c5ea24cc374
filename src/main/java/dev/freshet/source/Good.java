package dev.freshet.source;

import dev.freshet.cache.Payload;

/**
 * What a fetch brought, after it has passed the gate. Immutable.
 *
 * @param given what the source gave with it
 * @param ageMillis what the source said of its age
 * @param payload what is about to be published, or confirmed
 * @param unchanged whether that is published already
 * @param published what came with the payload that is published now
 */
public record Good(Validators given, long ageMillis, Payload payload, boolean unchanged, Validators published) {
    /** The same as if {@code others} had been given. */
    Good given(Validators others) {
        return new Good(others, ageMillis, payload, unchanged, published);
    }
}

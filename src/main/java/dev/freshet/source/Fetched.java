package dev.freshet.source;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Fault;

/** How a fetch ended. Immutable, as every kind of it is. */
public sealed interface Fetched {
    /**
     * A payload came. Immutable.
     *
     * @param payload never empty
     * @param validators to be handed to the next fetch
     * @param ageMillis what the source said of its age (RFC 9111 section 5.1), in milliseconds; 0 where it says nothing
     */
    record Fresh(Payload payload, Validators validators, long ageMillis) implements Fetched {}

    /**
     * The payload is the one the request's validators name (304). Immutable.
     *
     * @param validators to be handed to the next fetch
     * @param ageMillis as in {@link Fresh}
     */
    record Unchanged(Validators validators, long ageMillis) implements Fetched {}

    /**
     * No payload came; an absent value is {@link Fault.Reason#MISSING}. Immutable.
     *
     * @param retryAfterSeconds how long the source asks to be left alone (RFC 9110 section 10.2.3); 0 where it says nothing
     */
    record Failed(Fault fault, long retryAfterSeconds) implements Fetched {
        /** Of a source that does not ask to be left alone. */
        public Failed(Fault fault) {
            this(fault, 0);
        }
    }
}

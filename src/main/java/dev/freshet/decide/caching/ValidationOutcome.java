package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;

/** What an upstream's answer to a {@link Validation} comes to (RFC 9111 section 4.3.3). Immutable, as every kind of it is. */
public sealed interface ValidationOutcome {
    /**
     * What is stored still holds: answer from it. Immutable.
     *
     * @param before what was stored
     * @param after the same freshened, which answers the request
     * @param mayStore whether {@code after} takes the place of {@code before}; else {@code before} is removed
     */
    record Confirmed(StoredHead before, StoredHead after, boolean mayStore) implements ValidationOutcome {}

    /** The answer is a response of its own: the client gets it, and {@link Storage} decides whether it is stored. Immutable. */
    record Replaced() implements ValidationOutcome {}

    /** The upstream failed, and what is stored may be used nevertheless (RFC 5861 section 4). Immutable. */
    record UseStale(StoredHead stored) implements ValidationOutcome {}

    /** A 304 for something that is not stored: ask once more, without conditions (RFC 9111 section 4.3.4). Immutable. */
    record AskAgain() implements ValidationOutcome {}
}

package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;

/** What an upstream's answer to a {@link Validation} comes to (RFC 9111 section 4.3.3). Immutable, as every kind of it is. */
public sealed interface ValidationOutcome {
    /**
     * What is stored still holds: answer from it. Immutable.
     *
     * @param before what was stored
     * @param after the same freshened, which answers the request
     * @param fate what becomes of {@code before}
     */
    record Confirmed(StoredHead before, StoredHead after, Fate fate) implements ValidationOutcome {}

    /** What becomes of a stored response that has been confirmed. Immutable. */
    enum Fate {
        /** The freshened one takes its place. */
        REPLACED,
        /** The freshened one is stored beside it, with the same body: it answers other requests (section 4.1). */
        JOINED,
        /** It stays as it is: the answer had credentials in its request, and freshens nothing for others (section 3.5). */
        LEFT,
        /** It is removed: its origin no longer wants it stored. */
        REMOVED
    }

    /** The answer is a response of its own: the client gets it, and {@link Storage} decides whether it is stored. Immutable. */
    record Replaced() implements ValidationOutcome {}

    /** The upstream failed, and what is stored may be used nevertheless (RFC 5861 section 4). Immutable. */
    record UseStale(StoredHead stored) implements ValidationOutcome {}

    /** A 304 for something that is not stored: ask once more, without conditions (RFC 9111 section 4.3.4). Immutable. */
    record AskAgain() implements ValidationOutcome {}
}

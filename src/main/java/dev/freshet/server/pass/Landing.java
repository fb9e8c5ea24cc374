package dev.freshet.server.pass;

import dev.freshet.cache.StoredResponse;
import dev.freshet.observe.Fault;

/** How a fetch that others wait for ended, as far as it concerns them. Immutable, as every kind of it is. */
sealed interface Landing {
    /** Something has changed in the store: decide again. Immutable. */
    record LookAgain() implements Landing {}

    /**
     * The response, whole and for all who were waiting; stored, unless the key has been invalidated since it was asked for.
     * Immutable.
     */
    record Answered(StoredResponse response) implements Landing {}

    /** The response is for one client only: everybody is to fetch for himself. Immutable. */
    record Unshared() implements Landing {}

    /** The upstream answered with an error that a stale response may stand in for. Immutable. */
    record Erred(int status) implements Landing {}

    /** The upstream failed; asking it again at once, as many times as there are waiters, would not make it well. Immutable. */
    record Failed(Fault fault) implements Landing {}
}

package dev.freshet.decide;

import dev.freshet.cache.Snapshot;

/** What a first fetch comes to, for those who wait. Immutable, as every kind of it is. */
public sealed interface Arrival {
    /**
     * A payload that passed the gate. Immutable.
     *
     * @param kept whether it is kept fresh from now on
     */
    record Came(Endpoint endpoint, Snapshot snapshot, boolean kept) implements Arrival {}

    /**
     * The source has nothing for this path. Immutable.
     *
     * @param asked whether it was asked now, or is known to have had nothing a moment ago
     */
    record Missing(boolean asked) implements Arrival {}

    /** The gate refused what came, or the source failed. Immutable. */
    record Failed() implements Arrival {}

    /** It takes too long. Immutable. */
    record Late() implements Arrival {}

    /** As much is fetched for the first time as may be; nothing has been asked of the source. Immutable. */
    record Crowded() implements Arrival {}
}

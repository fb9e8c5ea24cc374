package dev.freshet.refresh;

import dev.freshet.cache.Snapshot;

/** How the first refresh of a resource ended. Immutable, as every kind of it is. */
public sealed interface FirstRefresh {
    /** There is something to be served. Immutable. */
    record Good(Snapshot snapshot) implements FirstRefresh {}

    /** The source has nothing, and neither has its fallback. Immutable. */
    record Missing() implements FirstRefresh {}

    /** The gate refused what came, or nothing came. Immutable. */
    record Failed() implements FirstRefresh {}

    /** Nothing came in time. Immutable. */
    record Late() implements FirstRefresh {}
}

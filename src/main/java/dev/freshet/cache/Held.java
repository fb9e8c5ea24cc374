package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/** What the cache holds for a resource: its snapshot, or where that is found. Implementations are thread-safe. */
sealed interface Held permits Snapshot, GroupPlace {
    /** The current snapshot; null: there is none. */
    @Nullable Snapshot current();
}

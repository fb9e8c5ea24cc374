package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/** What the cache holds for a resource: its snapshot, or where that is found. Implementations are thread-safe. */
sealed interface Held permits Snapshot, GroupPlace, Pinned {
    /** The snapshot that clients get; null: there is none. */
    @Nullable Snapshot current();

    /** The newest good one, which refreshing has published; null: there is none. */
    default @Nullable Snapshot newest() {
        return current();
    }
}

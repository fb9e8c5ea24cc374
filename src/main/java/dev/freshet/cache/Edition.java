package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/** The snapshots of a group that were published together. Immutable: nobody writes to the array. */
final class Edition {
    private final @Nullable Snapshot[] snapshots;

    /** Takes {@code snapshots} as it is. */
    Edition(@Nullable Snapshot[] snapshots) {
        this.snapshots = snapshots;
    }

    /** The snapshot of the member at {@code index}; null: it has none. */
    @Nullable Snapshot at(int index) {
        return snapshots[index];
    }

    /** A copy that the caller may change. */
    @Nullable Snapshot[] copy() {
        return snapshots.clone();
    }
}

package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/**
 * The place of one resource in what its group has published. Immutable; the group is thread-safe.
 *
 * @param index in each of the group's editions
 */
record GroupPlace(SnapshotGroup group, int index) implements Held {
    @Override
    public @Nullable Snapshot current() {
        return group.edition().at(index);
    }
}

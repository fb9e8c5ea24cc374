package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is to be published of one resource. Immutable.
 *
 * @param before the version that must be published now, however it was confirmed since; null: none
 * @param after the snapshot to publish
 */
public record Change(ResourceKey key, @Nullable Version before, Snapshot after) {
    /** Whether it may be made where {@code current} is published. */
    boolean follows(@Nullable Snapshot current) {
        return before == (current == null ? null : current.version());
    }
}

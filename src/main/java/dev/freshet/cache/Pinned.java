package dev.freshet.cache;

import org.jspecify.annotations.Nullable;

/**
 * What an operator shows in the place of what refreshing publishes, which goes on beneath. Immutable; what lies beneath is
 * thread-safe.
 *
 * @param beneath what would be there without the pin; null: nothing
 */
record Pinned(Snapshot current, PinTerm term, @Nullable Held beneath) implements Held {
    @Override
    public @Nullable Snapshot newest() {
        return beneath == null ? null : beneath.newest();
    }

    /** The same over something else. */
    Pinned over(Held other) {
        return new Pinned(current, term, other);
    }
}

package dev.freshet.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Resources whose snapshots are published together. All of them are behind one reference, so that one write publishes
 * however many of them have changed. Thread-safe: the reference is set by comparing.
 */
final class SnapshotGroup {
    private final List<ResourceKey> keys;
    private final AtomicReference<Edition> edition;

    /** {@code first}: what is published of {@code keys}, in their order. */
    SnapshotGroup(List<ResourceKey> keys, @Nullable Snapshot[] first) {
        this.keys = List.copyOf(keys);
        this.edition = new AtomicReference<>(new Edition(first));
    }

    /** What is published now. */
    Edition edition() {
        return edition.get();
    }

    /** Publishes one of them, whatever is there. */
    void put(int index, Snapshot snapshot) {
        Edition before = edition.getAndUpdate(current -> {
            @Nullable Snapshot[] next = current.copy();
            next[index] = snapshot;
            return new Edition(next);
        });
        Snapshot replaced = before.at(index);
        if (replaced != null && !replaced.isOf(snapshot)) {
            replaced.version().replaced();
        }
    }

    /** Publishes all of {@code changes} at once; false, and none of them, where another version is there than was before. */
    boolean replace(List<Change> changes) {
        Edition current = edition.get();
        Edition next = with(changes, current);
        while (next != null && !edition.compareAndSet(current, next)) {
            current = edition.get();
            next = with(changes, current);
        }
        if (next == null) {
            return false;
        }
        for (Change each : changes) {
            Snapshot replaced = current.at(keys.indexOf(each.key()));
            if (replaced != null && !replaced.isOf(each.after())) {
                replaced.version().replaced();
            }
        }
        return true;
    }

    /** Puts {@code after} in the place of {@code current}, if that is still there. */
    boolean swap(int index, Snapshot current, Snapshot after) {
        Edition before = edition.get();
        if (before.at(index) != current) {
            return false;
        }
        @Nullable Snapshot[] next = before.copy();
        next[index] = after;
        return edition.compareAndSet(before, new Edition(next));
    }

    private @Nullable Edition with(List<Change> changes, Edition current) {
        @Nullable Snapshot[] next = current.copy();
        for (Change each : changes) {
            int index = keys.indexOf(each.key());
            if (!each.follows(next[index])) {
                return null;
            }
            next[index] = each.after();
        }
        return new Edition(next);
    }
}

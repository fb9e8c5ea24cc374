package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The current snapshot of every resource. The two flows meet here and nowhere else: the refresher puts, requests get. What
 * the configuration names is pinned (weight 0 in Caffeine's reckoning); the rest shares {@code cache.size}. Thread-safe:
 * Caffeine's; a snapshot is published by the one write of its entry, those of a group by one write of their edition.
 */
public final class SnapshotCache implements Snapshots {
    private final Cache<ResourceKey, Held> entries;
    private final Policy<ResourceKey, Held> quiet;

    /**
     * {@code sizeBytes} bounds what is not pinned; {@code executor} runs Caffeine's maintenance, so that neither an event
     * loop nor the common pool does.
     */
    public SnapshotCache(long sizeBytes, Executor executor) {
        entries = Caffeine.newBuilder()
                .maximumWeight(sizeBytes)
                .weigher((ResourceKey key, Held held) -> key.pinned() || held instanceof Pinned
                        ? 0
                        : (int) Math.min(Integer.MAX_VALUE, weightBytes(held)))
                .evictionListener((_, held, _) -> left(held, null))
                .executor(executor)
                .build();
        quiet = entries.policy();
    }

    /**
     * From now on {@code keys}, all of them pinned, are published together; what is published of them stays. Theirs are
     * the {@link #replace(List)} that names several.
     */
    public void group(List<ResourceKey> keys) {
        @Nullable Snapshot[] first = new Snapshot[keys.size()];
        for (int i = 0; i < first.length; i++) {
            first[i] = newest(keys.get(i));
        }
        SnapshotGroup group = new SnapshotGroup(keys, first);
        for (int i = 0; i < first.length; i++) {
            place(keys.get(i), new GroupPlace(group, i));
        }
    }

    @Override
    public @Nullable Snapshot get(ResourceKey key) {
        Held held = held(key);
        return held == null ? null : held.current();
    }

    @Override
    public Snapshots forLoop(Executor loop) {
        return new TurnView(this, loop);
    }

    /** The newest good snapshot, which clients get where nothing is pinned over it; null: there is none. */
    public @Nullable Snapshot newest(ResourceKey key) {
        Held held = held(key);
        return held == null ? null : held.newest();
    }

    /** The newest good snapshots as of one moment: those of a group are of the edition that is read first. */
    public Snapshots newestOnes() {
        return new TurnView(key -> beneath(held(key)), _ -> {}); // its turn never ends
    }

    /** From now on clients get {@code shown}, until {@link #unpin}; what is published meanwhile is published beneath. */
    public void pin(ResourceKey key, Snapshot shown, PinTerm term) {
        Snapshot pinned = shown.standing(Snapshot.Standing.PINNED);
        entries.asMap().compute(key, (_, held) -> {
            Pinned after = new Pinned(pinned, term, beneath(held));
            left(held, after);
            return after;
        });
    }

    /** Since when and until when the resource is pinned; null: it is not. */
    public @Nullable PinTerm pinned(ResourceKey key) {
        return held(key) instanceof Pinned pinned ? pinned.term() : null;
    }

    /** Clients get the newest good one again; false where {@code term} is not that of the pin there is. */
    public boolean unpin(ResourceKey key, PinTerm term) {
        Held held = held(key);
        while (held instanceof Pinned(var _, PinTerm last, Held beneath) && last.equals(term)) {
            boolean done = beneath == null
                    ? entries.asMap().remove(key, held)
                    : entries.asMap().replace(key, held, beneath);
            if (done) {
                left(held, beneath);
                return true;
            }
            held = held(key);
        }
        return false;
    }

    /**
     * What there is for {@code key}. What is pinned cannot be evicted, so that nobody needs to know how often it is asked
     * for: the read is one of a hash table, without Caffeine's record of it.
     */
    @Nullable Held held(ResourceKey key) {
        return key.pinned() ? quiet.getIfPresentQuietly(key) : entries.getIfPresent(key);
    }

    /** Publishes {@code snapshot}, whatever is there: whoever asks from now on gets it. */
    public void put(ResourceKey key, Snapshot snapshot) {
        if (beneath(held(key)) instanceof GroupPlace(SnapshotGroup group, int index)) {
            group.put(index, snapshot);
        } else {
            place(key, snapshot);
        }
    }

    /**
     * Publishes {@code changes} at once: one change, or several of one group. False, and nothing changes, where another
     * version is there than was before: somebody else has published meanwhile.
     */
    public boolean replace(List<Change> changes) {
        if (changes.isEmpty()) {
            return true;
        }
        Change first = changes.getFirst();
        if (beneath(held(first.key())) instanceof GroupPlace place) {
            return place.group().replace(changes);
        }
        if (changes.size() > 1) {
            throw new IllegalArgumentException(first.key() + " is in no group (expected: changes of one group)");
        }
        return replace(first);
    }

    private boolean replace(Change change) {
        Held held = held(change.key());
        while (change.follows(held == null ? null : held.newest())) {
            if (set(change.key(), held, change.after())) {
                return true;
            }
            held = held(change.key());
        }
        return false;
    }

    /** Puts {@code after} in the place of {@code current}, if that is still there. */
    public boolean swap(ResourceKey key, Snapshot current, Snapshot after) {
        Held held = held(key);
        if (beneath(held) instanceof GroupPlace(SnapshotGroup group, int index)) {
            return group.swap(index, current, after);
        }
        return held != null && held.newest() == current && set(key, held, after);
    }

    /** Forgets the resource; one of a group is no longer published with the others. */
    public void remove(ResourceKey key) {
        left(entries.asMap().remove(key), null);
    }

    /** Bytes of all representations of what is pinned. Walks the cache: for a scrape, not for a request. */
    public long pinnedBytes() {
        return weigh(true);
    }

    /** Bytes of all representations of what is bounded by {@code cache.size}. Walks the cache. */
    public long boundedBytes() {
        return weigh(false);
    }

    /** Puts {@code after} beneath the pin in {@code held}, or in its place where there is none, if that is still there. */
    private boolean set(ResourceKey key, @Nullable Held held, Snapshot after) {
        Held next = held instanceof Pinned pinned ? pinned.over(after) : after;
        boolean done = held == null
                ? entries.asMap().putIfAbsent(key, next) == null
                : entries.asMap().replace(key, held, next);
        if (done) {
            left(held, next);
        }
        return done;
    }

    private void place(ResourceKey key, Held placed) {
        entries.asMap().merge(key, placed, (held, _) -> {
            Held next = held instanceof Pinned pinned ? pinned.over(placed) : placed;
            left(held, next);
            return next;
        });
    }

    /** {@code after} is in the place of {@code before}: whatever is not in it, no client is given any more. */
    private static void left(@Nullable Held before, @Nullable Held after) {
        if (before != null) {
            left(before.current(), after);
            left(before.newest(), after);
        }
    }

    private static void left(@Nullable Snapshot before, @Nullable Held after) {
        if (before != null && (after == null || !(before.isOf(after.current()) || before.isOf(after.newest())))) {
            before.version().replaced();
        }
    }

    private static @Nullable Held beneath(@Nullable Held held) {
        return held instanceof Pinned pinned ? pinned.beneath() : held;
    }

    private long weigh(boolean pinned) {
        return entries.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().pinned() == pinned)
                .mapToLong(entry -> weightBytes(entry.getValue()))
                .sum();
    }

    private static long weightBytes(Held held) {
        Snapshot snapshot = held.newest();
        long shown = held instanceof Pinned pinned ? pinned.current().weightBytes() : 0;
        return shown + (snapshot == null ? 0 : snapshot.weightBytes());
    }
}

package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The current snapshot of every resource. The two flows meet here and nowhere else: the refresher puts, requests get. What
 * the configuration names is pinned (weight 0 in Caffeine's reckoning); the rest shares {@code cache.size}. Thread-safe:
 * Caffeine's; a snapshot is published by the one write of its entry.
 */
public final class SnapshotCache {
    private final Cache<ResourceKey, Snapshot> snapshots;
    private final Policy<ResourceKey, Snapshot> quiet;

    /**
     * {@code sizeBytes} bounds what is not pinned; {@code executor} runs Caffeine's maintenance, so that neither an event
     * loop nor the common pool does.
     */
    public SnapshotCache(long sizeBytes, Executor executor) {
        snapshots = Caffeine.newBuilder()
                .maximumWeight(sizeBytes)
                .weigher((ResourceKey key, Snapshot snapshot) ->
                        key.pinned() ? 0 : (int) Math.min(Integer.MAX_VALUE, snapshot.weightBytes()))
                .executor(executor)
                .build();
        quiet = snapshots.policy();
    }

    /**
     * The current snapshot, or null where there is none. Does not block. What is pinned cannot be evicted, so that nobody
     * needs to know how often it is asked for: the read is one of a hash table, without Caffeine's record of it.
     */
    public @Nullable Snapshot get(ResourceKey key) {
        return key.pinned() ? quiet.getIfPresentQuietly(key) : snapshots.getIfPresent(key);
    }

    /** Publishes {@code snapshot}: whoever asks from now on gets it. */
    public void put(ResourceKey key, Snapshot snapshot) {
        snapshots.put(key, snapshot);
    }

    /**
     * Publishes {@code after} where the version published is {@code before}, however it was confirmed since; null: where
     * nothing is. False: somebody else has published meanwhile, and nothing changes.
     */
    public boolean replace(ResourceKey key, @Nullable Version before, Snapshot after) {
        if (before == null) {
            return snapshots.asMap().putIfAbsent(key, after) == null;
        }
        Snapshot current = quiet.getIfPresentQuietly(key);
        while (current != null && current.version() == before) {
            if (swap(key, current, after)) {
                return true;
            }
            current = quiet.getIfPresentQuietly(key);
        }
        return false;
    }

    /** Puts {@code after} in the place of {@code current}, if that is still there. */
    public boolean swap(ResourceKey key, Snapshot current, Snapshot after) {
        return snapshots.asMap().replace(key, current, after);
    }

    /** Forgets the resource. */
    public void remove(ResourceKey key) {
        snapshots.invalidate(key);
    }

    /** Bytes of all representations of what is pinned. Walks the cache: for a scrape, not for a request. */
    public long pinnedBytes() {
        return weigh(true);
    }

    /** Bytes of all representations of what is bounded by {@code cache.size}. Walks the cache. */
    public long boundedBytes() {
        return weigh(false);
    }

    private long weigh(boolean pinned) {
        return snapshots.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().pinned() == pinned)
                .mapToLong(entry -> entry.getValue().weightBytes())
                .sum();
    }
}

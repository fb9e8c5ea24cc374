package dev.freshet.refresh;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The units of resources that come and go. A resource may come again before it has gone: then the unit before stops, and its
 * end takes nothing away from the new one. Thread-safe: what concerns one resource is done inside of one step of its entry.
 */
final class Visits {
    private final SnapshotCache cache;
    private final ConcurrentMap<ResourceKey, Unit> units = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** {@code cache}: what a resource that goes is removed from. */
    Visits(SnapshotCache cache) {
        this.cache = cache;
    }

    /** All that are there now. */
    Collection<Unit> units() {
        return units.values();
    }

    @Nullable Unit find(ResourceKey key) {
        return units.get(key);
    }

    /** Begins the first refresh of {@code unit}, which has one member; {@code beats} makes what it follows if that is good. */
    Upkeep begin(Unit unit, Function<Unit, Beat> beats) {
        ResourceKey key = unit.members().getFirst().subject().key();
        units.compute(key, (_, before) -> {
            if (before != null) {
                before.stop(); // first: it publishes nothing any more
                cache.remove(key);
            }
            return unit;
        });
        CompletableFuture<FirstRefresh> first = new CompletableFuture<>();
        Upkeep upkeep = new Upkeep(unit, first, () -> end(key, unit));
        if (stopped) {
            end(key, unit);
        }
        if (!unit.refreshFirst(() -> complete(first, unit, beats))) {
            first.complete(new FirstRefresh.Failed());
        }
        return upkeep;
    }

    /** Ends all of them, those to come too. */
    void stop() {
        stopped = true;
        units.values().forEach(Unit::stop);
    }

    private void complete(CompletableFuture<FirstRefresh> first, Unit unit, Function<Unit, Beat> beats) {
        try {
            first.complete(begun(unit, beats));
        } finally {
            first.complete(new FirstRefresh.Failed()); // where that was thrown, for somebody waits
        }
    }

    private FirstRefresh begun(Unit unit, Function<Unit, Beat> beats) {
        Member member = unit.members().getFirst();
        Snapshot snapshot = cache.get(member.subject().key());
        if (snapshot == null) {
            return Upkeep.meaning(member.account().lastOutcome());
        }
        Beat beat = beats.apply(unit);
        unit.follow(beat);
        beat.start();
        return new FirstRefresh.Good(snapshot);
    }

    private void end(ResourceKey key, Unit unit) {
        unit.stop();
        units.computeIfPresent(key, (_, now) -> {
            if (now != unit) {
                return now;
            }
            cache.remove(key);
            return null;
        });
    }
}

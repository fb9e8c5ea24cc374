package dev.freshet.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cache as one event loop sees it: the edition of a group that is read first in a turn is read to the turn's end, so
 * that requests which came in one read are answered from one edition. What is in no group is read as it is. Confined to
 * one event loop.
 */
final class TurnView implements Snapshots {
    private final Function<ResourceKey, @Nullable Held> cache;
    private final Executor loop;
    private final List<Read> reads = new ArrayList<>();

    /** Which edition of a group is read in this turn. Immutable. */
    private record Read(SnapshotGroup group, Edition edition) {}

    /** {@code loop} runs a task at the end of the turn. */
    TurnView(SnapshotCache cache, Executor loop) {
        this(cache::held, loop);
    }

    /** {@code cache}: where to look. */
    TurnView(Function<ResourceKey, @Nullable Held> cache, Executor loop) {
        this.cache = cache;
        this.loop = loop;
    }

    @Override
    public @Nullable Snapshot get(ResourceKey key) {
        return switch (cache.apply(key)) {
            case null -> null;
            case Snapshot snapshot -> snapshot;
            case Pinned pinned -> pinned.current();
            case GroupPlace(SnapshotGroup group, int index) -> edition(group).at(index);
        };
    }

    private Edition edition(SnapshotGroup group) {
        for (Read each : reads) {
            if (each.group() == group) {
                return each.edition();
            }
        }
        if (reads.isEmpty()) {
            loop.execute(reads::clear);
        }
        Edition edition = group.edition();
        reads.add(new Read(group, edition));
        return edition;
    }
}

package dev.freshet.cache;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The current snapshots as a reader sees them. Implementations are thread-safe, but for what {@link #forLoop} gives. */
@FunctionalInterface
public interface Snapshots {
    /** The current snapshot of a resource, or null where there is none. Does not block. */
    @Nullable Snapshot get(ResourceKey key);

    /**
     * The same for one event loop alone, where what is published together is also seen together within one turn of the
     * loop. {@code loop} runs a task on it at the end of the turn.
     */
    default Snapshots forLoop(Executor loop) {
        return this;
    }
}

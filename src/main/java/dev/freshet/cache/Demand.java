package dev.freshet.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Whether the resources of the endpoints are asked for. Who asks is not counted: an event loop counts the answers that it
 * makes ready, one at most for each snapshot, second and form of an answer, so that a hit costs nothing. Thread-safe: each
 * loop writes only to its own counts, and whoever reads adds them up.
 */
public final class Demand {
    private final Map<ResourceKey, Integer> indices = new HashMap<>();
    private final List<OfLoop> loops = new CopyOnWriteArrayList<>();

    /** {@code keys}: of the endpoints, by their indices. */
    public Demand(List<ResourceKey> keys) {
        keys.forEach(key -> indices.put(key, indices.size()));
    }

    /** How many endpoints there are. */
    public int endpoints() {
        return indices.size();
    }

    /** The counts of one more event loop. */
    public OfLoop forLoop() {
        OfLoop added = new OfLoop(endpoints());
        loops.add(added);
        return added;
    }

    /** A number that changes when {@code key}, which is of an endpoint, is asked for; it may begin anew after 2^31. */
    public int of(ResourceKey key) {
        Integer index = indices.get(key);
        if (index == null) {
            throw new IllegalArgumentException(key + " (expected: of an endpoint)");
        }
        int sum = 0;
        for (OfLoop each : loops) {
            sum += each.counts.getOpaque(index);
        }
        return sum;
    }

    /** The counts of one event loop. Written by that loop alone; any thread may read. */
    public static final class OfLoop {
        private final AtomicIntegerArray counts;

        private OfLoop(int endpoints) {
            counts = new AtomicIntegerArray(endpoints);
        }

        /** The endpoint at {@code index} was asked for. On the loop. */
        public void asked(int index) {
            counts.setOpaque(index, counts.getPlain(index) + 1);
        }
    }
}

package dev.freshet.cache;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Whether the resources of the endpoints are asked for. Who asks is not counted: an event loop counts the answers that it
 * makes ready, one at most for each snapshot, second and form of an answer, so that a hit costs nothing. Thread-safe: each
 * loop writes only to its own counts, and whoever reads adds them up.
 */
public final class Demand {
    private final ConcurrentMap<ResourceKey, Integer> indices = new ConcurrentHashMap<>();
    private final int endpoints;
    private final List<OfLoop> loops = new CopyOnWriteArrayList<>();

    /** {@code keys}: of the endpoints, by their indices. */
    public Demand(List<ResourceKey> keys) {
        this(keys, 0);
    }

    /** With {@code more} indices behind those, for resources that come and go ({@link #assign}). */
    public Demand(List<ResourceKey> keys, int more) {
        for (int i = 0; i < keys.size(); i++) {
            indices.put(keys.get(i), i);
        }
        endpoints = keys.size() + more;
    }

    /** From now on {@code key} has {@code index}, one behind those of the endpoints. */
    public void assign(ResourceKey key, int index) {
        indices.put(key, index);
    }

    /** {@code key} has {@code index} no more, if it had it. */
    public void withdraw(ResourceKey key, int index) {
        indices.remove(key, index);
    }

    /** How many indices there are. */
    public int endpoints() {
        return endpoints;
    }

    /** The counts of one more event loop. */
    public OfLoop forLoop() {
        OfLoop added = new OfLoop(endpoints());
        loops.add(added);
        return added;
    }

    /**
     * A number that changes when {@code key} is asked for; it may begin anew after 2^31. Always 0 for what has no index, which
     * nobody can be answered from.
     */
    public int of(ResourceKey key) {
        Integer index = indices.get(key);
        if (index == null) {
            return 0;
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

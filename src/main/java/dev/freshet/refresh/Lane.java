package dev.freshet.refresh;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many fetches run at once, and the others in the order in which they came. Whoever enters or leaves also begins
 * what may begin now; one thread at a time, in a loop rather than in a recursion, so that a source that answers at once
 * does not fill the stack. The queue holds each resource once at most. Thread-safe: a concurrent queue, and two counters.
 */
final class Lane {
    private final int places;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    /** For {@code places} at once, at least 1. */
    Lane(int places) {
        this.places = places;
    }

    /** Runs {@code begin} when its turn comes, on whatever thread; that may be this one, now. It must not throw. */
    void enter(Runnable begin) {
        waits.incrementAndGet();
        waiting.add(begin);
        beginNext();
    }

    /** What has begun is over. To be called once for each that began. */
    void leave() {
        running.decrementAndGet();
        beginNext();
    }

    /** How many are under way. */
    int running() {
        return running.get();
    }

    /** How many wait for their turn. */
    int waiting() {
        return waits.get();
    }

    private void beginNext() {
        if (asked.getAndIncrement() != 0) {
            return; // whoever is in the loop looks once more
        }
        int seen = 1;
        do {
            while (running.get() < places && !waiting.isEmpty()) {
                waits.decrementAndGet();
                running.incrementAndGet();
                waiting.remove().run();
            }
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }
}

package dev.freshet.refresh;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first refresh of every resource, as soon as possible but not more than so many at a time. Ticks do not wait for it:
 * where one source hangs and keeps every place taken, the others get their first refresh by their first tick.
 * Thread-safe: the next place is an atomic number.
 */
final class Opening {
    private static final int AT_A_TIME = 64;

    private final List<Resource> resources;
    private final AtomicInteger next = new AtomicInteger();

    /** Of {@code resources}, in this order. */
    Opening(List<Resource> resources) {
        this.resources = resources;
    }

    /** Begins; completes when every first refresh has ended. */
    CompletableFuture<Void> begin() {
        for (int i = 0; i < AT_A_TIME; i++) {
            beginNext();
        }
        return CompletableFuture.allOf(
                resources.stream().map(Resource::firstEnded).toArray(CompletableFuture[]::new));
    }

    private void beginNext() {
        for (int i = next.getAndIncrement(); i < resources.size(); i = next.getAndIncrement()) {
            if (resources.get(i).refreshFirst(this::beginNext)) {
                return;
            }
        }
    }
}

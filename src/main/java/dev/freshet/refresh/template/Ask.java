package dev.freshet.refresh.template;

import dev.freshet.decide.Arrival;
import dev.freshet.decide.Expected;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A first fetch that is under way, and those who wait for it. Thread-safe: a future and a counter. */
final class Ask {
    /** Beyond these, who comes is told to come again. */
    private static final int MOST_WAITERS = 10_000;

    private final CompletableFuture<Arrival> arrival = new CompletableFuture<>();
    private final AtomicInteger waiters = new AtomicInteger(1);

    /** For who begins it. */
    Expected expected() {
        return new Expected(arrival, false);
    }

    /** For who comes later. */
    Expected join() {
        return waiters.incrementAndGet() > MOST_WAITERS
                ? Expected.known(new Arrival.Crowded())
                : new Expected(arrival, true);
    }

    /** Tells all who wait, and who comes yet; the first call is the one that counts. */
    void land(Arrival what) {
        arrival.complete(what);
    }
}

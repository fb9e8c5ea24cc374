package dev.freshet.decide;

import java.util.concurrent.CompletableFuture;

/**
 * A first fetch that is waited for. Immutable; the future is thread-safe.
 *
 * @param arrival completes, always normally and on any thread, when it is known what becomes of it
 * @param collapsed whether somebody else has begun it (RFC 9211 section 2.5)
 */
public record Expected(CompletableFuture<Arrival> arrival, boolean collapsed) {
    /** What is known already. */
    public static Expected known(Arrival arrival) {
        return new Expected(CompletableFuture.completedFuture(arrival), false);
    }
}

package dev.freshet.source;

import java.util.concurrent.CompletableFuture;

/**
 * Where a resource's payload comes from. Implementations are thread-safe and never block the caller.
 */
public interface Source {
    /**
     * Fetches the payload once. The future completes on any thread, always normally: what goes wrong is
     * {@link Fetched.Failed}. It completes within {@code request.timeout()} of the call even when the far side hangs.
     */
    CompletableFuture<Fetched> fetch(FetchRequest request);

    /**
     * Hears that what a fetch brought has passed the gate and is about to be published, and has the last word on it. The
     * future completes on any thread, always normally, and soon even when somebody asked in this hangs. A source that
     * answers to nobody else agrees at once.
     */
    default CompletableFuture<Accepted> accepted(Good good) {
        return CompletableFuture.completedFuture(new Accepted.Agreed(good.given()));
    }

    /**
     * Has {@code changed} run, on any thread, whenever the payload may have changed; it must not block. A source that is
     * never told of changes never runs it.
     */
    default void watch(Runnable changed) {}

    /** What it is, for logs and the admin API, without secrets: {@code upstream api /live.json}. */
    String description();
}

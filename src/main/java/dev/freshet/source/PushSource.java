package dev.freshet.source;

import dev.freshet.observe.Fault;
import java.util.concurrent.CompletableFuture;

/**
 * Whoever puts a payload here. What was put is published at once and held nowhere else, so that there is never anything to be
 * fetched: only to be said whether what is published was put. Immutable.
 */
final class PushSource implements Source {
    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        return CompletableFuture.completedFuture(
                request.validators().isPut()
                        ? new Fetched.Unchanged(Validators.PUT, 0)
                        : new Fetched.Failed(
                                new Fault(Fault.Reason.MISSING, "nothing has been put here, or not within max-stale")));
    }

    @Override
    public String description() {
        return "push";
    }
}

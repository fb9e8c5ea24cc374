package dev.freshet.refresh;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keeping fresh of one resource that comes and goes: it begins with a first refresh, and goes on from there if that is
 * good. Thread-safe: what it holds is.
 */
public final class Upkeep {
    private final Unit unit;
    private final CompletableFuture<FirstRefresh> first;
    private final Runnable end;

    /** {@code end} may run more than once. */
    Upkeep(Unit unit, CompletableFuture<FirstRefresh> first, Runnable end) {
        this.unit = unit;
        this.first = first;
        this.end = end;
    }

    /** How the first refresh ended; completes on any thread, always normally. */
    public CompletableFuture<FirstRefresh> first() {
        return first;
    }

    /** Whether the last refresh found that the source has nothing. */
    public boolean sourceHasNothing() {
        Outcome last = unit.members().getFirst().account().lastOutcome();
        return last instanceof Outcome.Failed failed && failed.isOfNothing();
    }

    /** Fetches no more, and lets the snapshot leave the cache, unless the resource has come again meanwhile. Idempotent. */
    public void end() {
        end.run();
    }

    /** What {@code last} means for those who wait; null: nothing was found out, for the refresher stops. */
    static FirstRefresh meaning(@Nullable Outcome last) {
        return switch (last) {
            case Outcome.Failed failed when failed.isOfNothing() -> new FirstRefresh.Missing();
            case Outcome.Failed failed when failed.isLate() -> new FirstRefresh.Late();
            case null, default -> new FirstRefresh.Failed();
        };
    }
}

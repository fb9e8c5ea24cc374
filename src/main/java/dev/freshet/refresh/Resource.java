package dev.freshet.refresh;

import dev.freshet.observe.Fault;
import dev.freshet.source.Fetched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One resource and where its refreshing stands. The stage goes from idle to fetching (by a tick), from there to ending (by
 * the first of: the fetch's completion, its deadline, the refresher's own failure), and back to idle; so at most one fetch
 * runs, and what completes after its deadline finds the stage gone and is dropped. Thread-safe: whoever moves the stage
 * owns the publication and the account until the next move.
 */
final class Resource {
    /** What a source may take beyond its deadline before it is given up: it should end the fetch itself, and say why. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    private final Subject subject;
    private final RefreshParts parts;
    private final Publication publication;
    private final Account account;
    private final long deadlineNanos;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Still.IDLE);
    private final CompletableFuture<@Nullable Void> firstEnded = new CompletableFuture<>();

    private sealed interface Stage {}

    /** No fetch is running. Immutable. */
    private enum Still implements Stage {
        IDLE,
        /** Gate, renderer and accounts are at work. */
        ENDING,
        STOPPED
    }

    /** A running fetch. Handed from the thread that began it to the one that ends it by the stage. */
    private static final class Fetch implements Stage {
        final long startedAtNanos;
        final long startedAtMillis;
        final Runnable afterwards;
        Timer.@Nullable Scheduled deadline;

        Fetch(long startedAtNanos, long startedAtMillis, Runnable afterwards) {
            this.startedAtNanos = startedAtNanos;
            this.startedAtMillis = startedAtMillis;
            this.afterwards = afterwards;
        }
    }

    /** Nothing is fetched before the first {@link #tick} or {@link #refreshFirst}. */
    Resource(Subject subject, RefreshParts parts, Publication publication, Account account) {
        this.subject = subject;
        this.parts = parts;
        this.publication = publication;
        this.account = account;
        int sources = subject.endpoint().fallback() == null ? 1 : 2;
        deadlineNanos =
                subject.endpoint().timeout().multipliedBy(sources).plus(MARGIN).toNanos();
    }

    /** Completes when the first refresh has ended, however it did. */
    CompletableFuture<@Nullable Void> firstEnded() {
        return firstEnded;
    }

    /** What the operator is told of it. */
    ResourceState state() {
        return new ResourceState(subject.endpoint().label(), subject.source().description(), account.trouble());
    }

    /** Begins a refresh, or counts the tick as skipped where one is running. */
    void tick() {
        if (!refresh(() -> {}) && stage.get() != Still.STOPPED) {
            account.skipped();
        }
    }

    /**
     * Begins the first refresh and runs {@code afterwards} at its end; returns false, and does neither, where a tick has
     * begun it already.
     */
    boolean refreshFirst(Runnable afterwards) {
        return !firstEnded.isDone() && refresh(afterwards);
    }

    /** Gives up the running fetch and takes no other. */
    void stop() {
        stage.set(Still.STOPPED);
        firstEnded.complete(null);
    }

    private boolean refresh(Runnable afterwards) {
        Fetch fetch = new Fetch(parts.clock().nanoTime(), parts.clock().epochMillis(), afterwards);
        if (!stage.compareAndSet(Still.IDLE, fetch)) {
            return false;
        }
        try {
            begin(fetch);
        } catch (Throwable e) {
            end(fetch, () -> defect("the fetch could not begin", e));
        }
        return true;
    }

    private void begin(Fetch fetch) {
        CompletableFuture<Fetched> future = subject.source().fetch(publication.request());
        if (!future.isDone()) {
            fetch.deadline = parts.timer().schedule(fetch.startedAtNanos + deadlineNanos, () -> abandon(fetch));
        }
        var _ = future.whenComplete((fetched, thrown) -> arrived(fetch, fetched, thrown));
    }

    /** Runs on the source's thread, so it does no more than pass the fetch on. */
    private void arrived(Fetch fetch, @Nullable Fetched fetched, @Nullable Throwable thrown) {
        if (!stage.compareAndSet(fetch, Still.ENDING)) {
            return;
        }
        try {
            parts.pool().execute(() -> conclude(fetch, () -> outcome(fetch, fetched, thrown)));
        } catch (Throwable e) { // also the pool's failure to make a thread: the stage must not stay at ending
            conclude(fetch, () -> defect("the pool took no more", e));
        }
    }

    private void abandon(Fetch fetch) {
        Duration waited = Duration.ofNanos(deadlineNanos);
        end(fetch, () -> failed(Fault.Reason.DEADLINE, "no end within " + waited.toMillis() + "ms", null));
    }

    private void end(Fetch fetch, Supplier<Outcome> outcome) {
        if (stage.compareAndSet(fetch, Still.ENDING)) {
            conclude(fetch, outcome);
        }
    }

    private void conclude(Fetch fetch, Supplier<Outcome> outcome) {
        try {
            if (fetch.deadline != null) {
                fetch.deadline.cancel();
            }
            if (stage.get() != Still.STOPPED) {
                account.ended(outcome.get(), parts.clock().nanoTime() - fetch.startedAtNanos);
            }
        } finally {
            stage.compareAndSet(Still.ENDING, Still.IDLE);
            firstEnded.complete(null);
            fetch.afterwards.run();
        }
    }

    private Outcome outcome(Fetch fetch, @Nullable Fetched fetched, @Nullable Throwable thrown) {
        try {
            return fetched == null
                    ? defect("the source gave neither payload nor fault", thrown)
                    : publication.publish(fetched, fetch.startedAtMillis);
        } catch (Throwable e) {
            return defect("the payload could not be published", e);
        }
    }

    private static Outcome defect(String what, @Nullable Throwable thrown) {
        return failed(Fault.Reason.INTERNAL, thrown == null ? what : what + ": " + thrown, thrown);
    }

    private static Outcome failed(Fault.Reason reason, String detail, @Nullable Throwable thrown) {
        return new Outcome.Failed(new Fault(reason, detail), thrown);
    }
}

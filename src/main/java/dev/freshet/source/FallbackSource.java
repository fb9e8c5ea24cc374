package dev.freshet.source;

import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Reticence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source with another behind it, asked when the first failed or has no value, or gave what is no good. The first is asked
 * each time, so that its payload is back as soon as it is; unless it asked to be left alone for a while. Once it has hung to
 * its deadline both are asked together, until it answers in time again: a source that hangs costs the freshness of one refresh.
 * Thread-safe: each thing it remembers is one atomic or volatile value.
 */
final class FallbackSource implements Source {
    private static final Logger log = LoggerFactory.getLogger(FallbackSource.class);
    private static final int PRIMARY = 0;
    private static final int FALLBACK = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Source primary;
    private final Source fallback;
    private final Clock clock;
    private final long patienceNanos;
    private final AtomicBoolean fallenBack = new AtomicBoolean();
    private final @Nullable Reticence reticence;
    private volatile long restUntilNanos;
    /** How {@link #primary} ended when it last hung; null: it has answered in time since. */
    private volatile Fetched.@Nullable Failed hung;
    /** The last fetch of {@link #primary} that was not waited for. */
    private volatile @Nullable Behind behind;

    /**
     * A fetch that was not waited for. Immutable.
     *
     * @param asked what it was asked about: that this is unchanged says nothing of another payload
     */
    private record Behind(CompletableFuture<Fetched> fetch, Validators asked) {}

    /**
     * {@code patience}: the longest that {@code primary} is left alone because it asked to be; {@code reticence}: of all the
     * resources of a template together, null where it is of none.
     */
    FallbackSource(Source primary, Source fallback, Clock clock, Duration patience, @Nullable Reticence reticence) {
        this.reticence = reticence;
        this.primary = primary;
        this.fallback = fallback;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        this.restUntilNanos = clock.nanoTime();
    }

    /** Completes within twice {@code request.timeout()}: each source has its own deadline. */
    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        if (request.fallbackOnly()) {
            return instead(
                    request, new Fetched.Failed(new Fault(Fault.Reason.REFUSED, "the gate refused its payload")));
        }
        long restNanos = restUntilNanos - clock.nanoTime();
        if (restNanos > 0) {
            Fault resting = new Fault(Fault.Reason.STATUS, "left alone as it asked to be");
            return instead(request, new Fetched.Failed(resting, restNanos / NANOS_PER_SECOND + 1));
        }
        Fetched.Failed lastHung = hung;
        if (lastHung != null) {
            return together(request, lastHung);
        }
        return primary.fetch(own(request, PRIMARY)).thenCompose(fetched -> switch (fetched) {
            case Fetched.Fresh _, Fetched.Unchanged _ -> CompletableFuture.completedFuture(primaryAnswered(fetched));
            case Fetched.Failed failed -> instead(request, ended(failed));
        });
    }

    /**
     * Asks both, but the first only where it is not being asked already; the first good answer is the one that counts.
     *
     * @param lastHung how the first ended last
     */
    private CompletableFuture<Fetched> together(FetchRequest request, Fetched.Failed lastHung) {
        FetchRequest asking = own(request, PRIMARY);
        Behind before = behind;
        if (before == null || before.fetch().isDone()) {
            Behind begun = new Behind(primary.fetch(asking), asking.validators());
            behind = begun;
            var _ = begun.fetch().thenAccept(fetched -> endedBehind(begun, fetched));
            before = begun;
        }
        boolean aboutThis = before.asked().equals(asking.validators());
        CompletableFuture<Fetched> first = before.fetch();
        CompletableFuture<Fetched> answer = new CompletableFuture<>();
        var _ = first.thenAccept(fetched -> {
            boolean good = fetched instanceof Fetched.Fresh || (fetched instanceof Fetched.Unchanged && aboutThis);
            if (good && answer.complete(fetched)) {
                primaryAnswered(fetched);
            }
        });
        CompletableFuture<Fetched> second = fallback.fetch(own(request, FALLBACK));
        var _ = second.thenAccept(fetched -> {
            if (!(fetched instanceof Fetched.Failed) && !answer.isDone()) {
                answer.complete(fallbackAnswered(lastHung, fetched));
            }
        });
        var _ = first.thenAcceptBoth(second, (one, other) -> {
            if (!answer.isDone()) {
                answer.complete(fallbackAnswered(one instanceof Fetched.Failed failed ? failed : lastHung, other));
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<Accepted> accepted(Good good) {
        Validators given = good.given();
        if (given.origin() == PRIMARY) {
            return primary.accepted(good);
        }
        return fallback.accepted(good.given(from(PRIMARY, given))).thenApply(FallbackSource::byFallback);
    }

    @Override
    public void watch(Runnable changed) {
        primary.watch(changed);
        fallback.watch(changed);
    }

    @Override
    public String description() {
        return primary.description() + ", else " + fallback.description();
    }

    private void endedBehind(Behind which, Fetched fetched) {
        if (which.equals(behind)) {
            behind = null; // the payload is not to be held any longer
        }
        switch (fetched) {
            case Fetched.Fresh _, Fetched.Unchanged _ -> hung = null;
            case Fetched.Failed failed -> ended(failed);
        }
    }

    private Fetched primaryAnswered(Fetched fetched) {
        if (fallenBack.compareAndSet(true, false) && mayTell("answers again")) {
            log.info("{} answers again", primary.description());
        }
        return fetched;
    }

    /** Remembers how {@link #primary} failed. */
    private Fetched.Failed ended(Fetched.Failed failed) {
        hung = switch (failed.fault().reason()) {
            case DEADLINE, CONNECT_TIMEOUT, RESPONSE_TIMEOUT -> failed;
            default -> null;
        };
        long askedForNanos = Math.multiplyExact(failed.retryAfterSeconds(), NANOS_PER_SECOND);
        restUntilNanos = clock.nanoTime() + Math.min(askedForNanos, patienceNanos);
        return failed;
    }

    private CompletableFuture<Fetched> instead(FetchRequest request, Fetched.Failed first) {
        return fallback.fetch(own(request, FALLBACK)).thenApply(second -> fallbackAnswered(first, second));
    }

    private Fetched fallbackAnswered(Fetched.Failed failed, Fetched fetched) {
        Fault first = failed.fault();
        return switch (fetched) {
            case Fetched.Fresh fresh -> {
                warnOnce(first);
                yield new Fetched.Fresh(fresh.payload(), from(FALLBACK, fresh.validators()), fresh.ageMillis());
            }
            case Fetched.Unchanged unchanged -> {
                warnOnce(first);
                yield new Fetched.Unchanged(from(FALLBACK, unchanged.validators()), unchanged.ageMillis());
            }
            case Fetched.Failed(Fault second, long secondsAfter) ->
                new Fetched.Failed(
                        new Fault(
                                first.reason() == Fault.Reason.MISSING ? second.reason() : first.reason(),
                                primary.description() + ": " + first + "; " + fallback.description() + ": " + second),
                        Math.min(failed.retryAfterSeconds(), secondsAfter));
        };
    }

    private static Accepted byFallback(Accepted accepted) {
        return switch (accepted) {
            case Accepted.Agreed(Validators validators) -> new Accepted.Agreed(from(FALLBACK, validators));
            case Accepted.Instead(Fetched.Fresh fresh) ->
                new Accepted.Instead(
                        new Fetched.Fresh(fresh.payload(), from(FALLBACK, fresh.validators()), fresh.ageMillis()));
            case Accepted.Instead(Fetched.Unchanged unchanged) ->
                new Accepted.Instead(
                        new Fetched.Unchanged(from(FALLBACK, unchanged.validators()), unchanged.ageMillis()));
            case Accepted.Instead(Fetched.Failed _) -> accepted;
        };
    }

    private void warnOnce(Fault fault) {
        if (fallenBack.compareAndSet(false, true) && mayTell(fault.reason().label())) {
            log.warn("{} failed ({}); {} answers instead", primary.description(), fault, fallback.description());
        }
    }

    private boolean mayTell(String what) {
        return reticence == null || reticence.allows(what);
    }

    /** The request as one source of the two sees it: with its own validators or none. */
    private static FetchRequest own(FetchRequest request, int origin) {
        Validators validators = request.validators();
        return new FetchRequest(
                validators.origin() == origin ? from(PRIMARY, validators) : Validators.NONE,
                request.timeout(),
                request.maxBytes());
    }

    private static Validators from(int origin, Validators validators) {
        return new Validators(origin, validators.etag(), validators.lastModified(), validators.stamp());
    }
}

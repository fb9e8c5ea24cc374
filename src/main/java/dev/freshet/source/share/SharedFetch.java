package dev.freshet.source.share;

import dev.freshet.observe.Fault;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Stamp;
import dev.freshet.source.Validators;
import dev.freshet.source.share.Ledger.LeaseState;
import dev.freshet.source.share.Ledger.News;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of a resource that a fleet shares: asks Redis whose turn it is, then the source, or takes what there is. The
 * deadline of the request holds for both together. Where this node has nothing at all and another is at work, it waits for
 * that, but not for more than half of its time. Thread-safe: handed from step to step by futures.
 */
final class SharedFetch {
    private static final long PAUSE_MILLIS = 20;
    private static final int LEAST_PART = 10;

    private final Place place;
    private final AtomicReference<SharedSource.@Nullable Turn> turn;
    private final FetchRequest request;
    private final Stamp has;
    private final long begunNanos;

    SharedFetch(Place place, AtomicReference<SharedSource.@Nullable Turn> turn, FetchRequest request) {
        this.place = place;
        this.turn = turn;
        this.request = request;
        this.has = request.validators().stamp();
        this.begunNanos = place.node().nanoTime();
    }

    /** Begins. */
    CompletableFuture<Fetched> begin() {
        long askedNanos = place.node().nanoTime();
        Duration patience = request.timeout().dividedBy(hasNothing() ? 2 : 4); // the first may find no connection yet
        Fault silent = new Fault(Fault.Reason.DEADLINE, "no answer within " + patience.toMillis() + "ms");
        return place.ledger()
                .acquire(has, place.role().mayLead(), patience)
                .completeOnTimeout(new LeaseState.Unknown(silent), patience.toNanos(), TimeUnit.NANOSECONDS)
                .thenCompose(lease -> go(lease, askedNanos));
    }

    private boolean hasNothing() {
        return has.version() == 0;
    }

    /** {@code fetched} with {@code stamp}, where it is a payload. */
    static Fetched stamped(Fetched fetched, Stamp stamp) {
        return switch (fetched) {
            case Fetched.Fresh fresh ->
                new Fetched.Fresh(fresh.payload(), fresh.validators().stamped(stamp), fresh.ageMillis());
            case Fetched.Unchanged unchanged ->
                new Fetched.Unchanged(unchanged.validators().stamped(stamp), unchanged.ageMillis());
            case Fetched.Failed _ -> fetched;
        };
    }

    /** What a node with {@code published} learns where there is no payload for it: how old its own is. */
    static Fetched unchanged(LeaseState.Followed followed, Validators published) {
        Stamp has = published.stamp();
        Stamp told = followed.stamp();
        if (told.version() != has.version()) {
            return new Fetched.Unchanged(published, Math.max(0, followed.nowMicros() - has.asOf()) / 1000);
        }
        Stamp latest = told.asOf() > has.asOf() ? told : has;
        return new Fetched.Unchanged(published.stamped(latest), followed.ageMillis());
    }

    private CompletableFuture<Fetched> go(LeaseState lease, long askedNanos) {
        turn.set(null);
        switch (lease) {
            case LeaseState.Granted(long ticket, long nowMicros) -> {
                place.node().heard(nowMicros, askedNanos);
                place.role().granted(askedNanos);
                return lead(new SharedSource.Turn(ticket, nowMicros));
            }
            case LeaseState.Followed followed -> {
                place.node().heard(followed.nowMicros(), askedNanos);
                place.role().followed(followed.restMillis());
                return follow(followed);
            }
            case LeaseState.Unknown(Fault fault) -> {
                place.node().unheard(fault);
                return alone();
            }
        }
    }

    private CompletableFuture<Fetched> lead(SharedSource.Turn mine) {
        place.tally().count(FetchOutcome.LED);
        turn.set(mine);
        return place.source()
                .fetch(left(aPart()))
                .thenCompose(fetched -> fetched instanceof Fetched.Failed failed
                        ? stumbled(failed, mine)
                        : CompletableFuture.completedFuture(stamped(fetched, mine.stamp())));
    }

    /** The source fails this node; what another has published before is better than nothing. */
    private CompletableFuture<Fetched> stumbled(Fetched.Failed failed, SharedSource.Turn mine) {
        turn.compareAndSet(mine, null); // where this fetch was given up, it may be the turn of the next
        boolean giveUp = place.role().failed(failed.retryAfterSeconds());
        if (giveUp) {
            place.role().followed(0);
        }
        var _ = place.ledger().tell(failed.fault().toString(), giveUp);
        return place.ledger()
                .look(has)
                .<Fetched>thenApply(lease -> {
                    News news = lease instanceof LeaseState.Followed followed ? followed.news() : null;
                    return news == null ? failed : fresh((LeaseState.Followed) lease, news);
                })
                .completeOnTimeout(failed, aPart().toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Fetched> follow(LeaseState.Followed followed) {
        News news = followed.news();
        if (news != null) {
            place.tally().count(FetchOutcome.TAKEN);
            return CompletableFuture.completedFuture(fresh(followed, news));
        }
        boolean confirmed = followed.stamp().asOf() > has.asOf();
        place.tally().count(confirmed ? FetchOutcome.CONFIRMED : FetchOutcome.NOTHING);
        if (!confirmed && !followed.trouble().isEmpty()) {
            return CompletableFuture.completedFuture(new Fetched.Failed(fault(followed.trouble())));
        }
        return hasNothing()
                ? waitAWhile()
                : CompletableFuture.completedFuture(unchanged(followed, request.validators()));
    }

    private CompletableFuture<Fetched> waitAWhile() {
        return 2 * (place.node().nanoTime() - begunNanos) > request.timeout().toNanos()
                ? alone()
                : place.node().after(PAUSE_MILLIS).thenCompose(_ -> begin());
    }

    private CompletableFuture<Fetched> alone() {
        place.tally().count(FetchOutcome.ALONE);
        return place.source()
                .fetch(left(Duration.ZERO))
                .thenApply(fetched -> stamped(fetched, place.node().stampAfter(has)));
    }

    private static Fetched fresh(LeaseState.Followed followed, News news) {
        return new Fetched.Fresh(news.payload(), news.validators(), followed.ageMillis());
    }

    /** What may still be taken, less what is {@code kept} for a last question. */
    private FetchRequest left(Duration kept) {
        Duration left = request.timeout()
                .minusNanos(place.node().nanoTime() - begunNanos)
                .minus(kept);
        Duration least = aPart();
        return new FetchRequest(
                request.validators(), left.compareTo(least) < 0 ? least : left, request.maxBytes(), false);
    }

    private Duration aPart() {
        return request.timeout().dividedBy(LEAST_PART);
    }

    private static Fault fault(String told) {
        Fault.Reason reason = Arrays.stream(Fault.Reason.values())
                .filter(each -> told.startsWith(each.label() + ":"))
                .findFirst()
                .orElse(Fault.Reason.REDIS);
        return new Fault(reason, "told by the node that leads: " + told);
    }
}

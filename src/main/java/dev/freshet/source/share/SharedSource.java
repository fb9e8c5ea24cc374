package dev.freshet.source.share;

import dev.freshet.config.OnChange;
import dev.freshet.observe.Fault;
import dev.freshet.source.Accepted;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Good;
import dev.freshet.source.Source;
import dev.freshet.source.Stamp;
import dev.freshet.source.Validators;
import dev.freshet.source.redis.Interest;
import dev.freshet.source.redis.Redis;
import dev.freshet.source.share.Ledger.LeaseState;
import dev.freshet.source.share.Ledger.News;
import dev.freshet.source.share.Ledger.Written;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A source behind which a fleet stands: the node that leads asks it, the others take what that one has published. What the
 * source gives is published to the fleet when it has passed the gate, and only then by this node itself; so no node serves
 * what another is about to overwrite with something older. Where Redis does not answer, every node asks for itself.
 * Thread-safe: what it knows of a payload travels with the payload's validators; the turn is one atomic reference.
 */
final class SharedSource implements Source {
    /** Announcements within a moment are one. */
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Place place;
    private final Redis redis;
    private final AtomicReference<@Nullable Turn> turn = new AtomicReference<>();

    /**
     * This node's turn to ask the source. Immutable.
     *
     * @param ticket higher than every stamp there was when it began
     * @param nowMicros when it began, by the clock of Redis
     */
    record Turn(long ticket, long nowMicros) {
        Stamp stamp() {
            return new Stamp(ticket, ticket);
        }
    }

    /** {@code redis}: where the fleet meets. */
    SharedSource(Place place, Redis redis) {
        this.place = place;
        this.redis = redis;
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        Turn mine = turn.get();
        if (!request.fallbackOnly()) {
            return new SharedFetch(place, turn, request).begin();
        }
        if (mine == null) {
            Fault fault = new Fault(Fault.Reason.REFUSED, "the node that leads has nothing else");
            return CompletableFuture.completedFuture(new Fetched.Failed(fault));
        }
        return place.source().fetch(request).thenApply(fetched -> SharedFetch.stamped(fetched, mine.stamp()));
    }

    @Override
    public CompletableFuture<Accepted> accepted(Good good) {
        Turn mine = turn.get();
        boolean isOfTurn = mine != null && good.given().stamp().equals(mine.stamp());
        if (mine == null
                || !isOfTurn
                || !turn.compareAndSet(mine, null)
                || place.role().closed()) {
            return CompletableFuture.completedFuture(new Accepted.Agreed(named(good)));
        }
        place.role().succeeded();
        long confirmedMicros = mine.nowMicros() - 1000 * good.ageMillis();
        long version = good.unchanged() ? good.published().stamp().version() : 0;
        if (version <= 0) {
            return publish(mine, confirmedMicros, good);
        }
        Validators confirmed = good.given().stamped(new Stamp(version, mine.ticket()));
        return place.ledger().confirm(mine.ticket(), confirmedMicros, version).thenCompose(written -> switch (written) {
            case DONE -> agreed(confirmed);
            case OTHER -> publish(mine, confirmedMicros, good);
            case LOST -> lost(good);
            case UNKNOWN -> unheard(good);
        });
    }

    @Override
    public void watch(Runnable changed) {
        place.role().whenToLook(changed);
        OnChange announced = new OnChange.Channel(place.ledger().channel(), MOMENT);
        redis.watch(new Interest(List.of(), announced), () -> {
            if (!place.role().leads()) { // what is told there is what this node has told
                changed.run();
            }
        });
        place.source().watch(changed);
    }

    @Override
    public String description() {
        return place.source().description();
    }

    private CompletableFuture<Accepted> publish(Turn mine, long confirmedMicros, Good good) {
        Validators told =
                place.portable() ? good.given() : new Validators(good.given().origin(), null, null);
        return place.ledger()
                .publish(mine.ticket(), confirmedMicros, good.payload(), told)
                .thenCompose(written -> publication(written, good));
    }

    private CompletableFuture<Accepted> publication(Written written, Good good) {
        return switch (written) {
            case DONE -> agreed(good.given());
            case LOST, OTHER -> lost(good);
            case UNKNOWN -> unheard(good);
        };
    }

    /** Redis does not say whether it has it: this node goes on by itself, under a stamp that nobody else has. */
    private CompletableFuture<Accepted> unheard(Good good) {
        return agreed(
                good.given().stamped(place.node().stampAfter(good.published().stamp())));
    }

    /** What this node brought is dropped: the node that leads now may have brought, or be about to bring, what is older. */
    private CompletableFuture<Accepted> lost(Good good) {
        place.tally().count(FetchOutcome.LOST);
        place.role().lost();
        Stamp has = good.published().stamp();
        return place.ledger().look(has).thenApply(lease -> new Accepted.Instead(instead(lease, good)));
    }

    private static Fetched instead(LeaseState lease, Good good) {
        Validators published = good.published();
        if (lease instanceof LeaseState.Followed followed) {
            News news = followed.news();
            if (news != null) {
                return new Fetched.Fresh(news.payload(), news.validators(), followed.ageMillis());
            }
            if (published.stamp().version() != 0) {
                return SharedFetch.unchanged(followed, published);
            }
        }
        return new Fetched.Failed(
                new Fault(Fault.Reason.REDIS, "the lease has gone to another node, which has published nothing yet"));
    }

    /** The same bytes keep their name, whoever found them again. */
    private static Validators named(Good good) {
        Stamp stamp = good.given().stamp();
        long version = good.published().stamp().version();
        return good.unchanged() && stamp.version() < 0 && version != 0
                ? good.given().stamped(new Stamp(version, stamp.asOf()))
                : good.given();
    }

    private static CompletableFuture<Accepted> agreed(Validators validators) {
        return CompletableFuture.completedFuture(new Accepted.Agreed(validators));
    }
}

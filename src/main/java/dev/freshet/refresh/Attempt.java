package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Snapshot;
import dev.freshet.observe.Fault;
import dev.freshet.refresh.gate.GateVerdict;
import dev.freshet.source.Accepted;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Good;
import dev.freshet.source.Validators;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of one resource in one refresh: waits for its turn, fetches with a deadline, has the payload judged on the
 * pool, and asks the fallback where the gate refused what the source gave. A fetch ends by the first of its completion and
 * its deadline; what completes later finds another fetch, or none, and is dropped. Thread-safe: whoever takes the fetch
 * owns what follows.
 */
final class Attempt {
    private final Member member;
    private final RefreshParts parts;
    private final Moment started;
    private final BooleanSupplier stopped;
    private final Consumer<Finding> ended;
    private final AtomicReference<@Nullable Fetch> running = new AtomicReference<>();
    private volatile GateVerdict.@Nullable Refused refusedFirst;

    /** A running fetch. Handed from the thread that began it to the one that ends it by {@link #running}. */
    private static final class Fetch {
        private final FetchRequest request;
        private Timer.@Nullable Scheduled deadline;

        Fetch(FetchRequest request) {
            this.request = request;
        }

        void cancelDeadline() {
            if (deadline != null) {
                deadline.cancel();
            }
        }
    }

    /** {@code ended} is told once, on whatever thread; it must not throw. Nothing begins once {@code stopped}. */
    Attempt(Member member, RefreshParts parts, Moment started, BooleanSupplier stopped, Consumer<Finding> ended) {
        this.member = member;
        this.parts = parts;
        this.started = started;
        this.stopped = stopped;
        this.ended = ended;
    }

    /** Fetches as soon as it is its turn. */
    void begin() {
        enter(() -> fetch(false));
    }

    /** Why what the source gave was refused, where the fallback was asked instead. */
    GateVerdict.@Nullable Refused refusedFirst() {
        return refusedFirst;
    }

    private void enter(Runnable turn) {
        if (member.lane() == null) {
            turn.run();
        } else {
            member.lane().enter(turn);
        }
    }

    private void leave() {
        if (member.lane() != null) {
            member.lane().leave();
        }
    }

    private void fetch(boolean fallbackOnly) {
        if (stopped.getAsBoolean()) {
            leave();
            ended.accept(new Finding.Failed(new Fault(Fault.Reason.STOPPING, "no more is fetched"), 0, null));
            return;
        }
        Fetch fetch = new Fetch(member.publication().request(fallbackOnly));
        running.set(fetch);
        try {
            long startedAtNanos = parts.clock().nanoTime();
            Duration patience = FetchPatience.of(member.subject().endpoint(), fallbackOnly);
            CompletableFuture<Fetched> future = member.subject().source().fetch(fetch.request);
            if (!future.isDone()) {
                fetch.deadline =
                        parts.timer().schedule(startedAtNanos + patience.toNanos(), () -> abandon(fetch, patience));
            }
            var _ = future.whenComplete((fetched, thrown) -> arrived(fetch, fetched, thrown));
        } catch (Throwable e) {
            if (running.compareAndSet(fetch, null)) {
                fetch.cancelDeadline();
                leave();
                ended.accept(Finding.Failed.defect("the fetch could not begin", e));
            }
        }
    }

    private void abandon(Fetch fetch, Duration patience) {
        if (running.compareAndSet(fetch, null)) {
            leave();
            Fault fault = new Fault(Fault.Reason.DEADLINE, "no end within " + patience.toMillis() + "ms");
            ended.accept(new Finding.Failed(fault, 0, null));
        }
    }

    /** Runs on the source's thread, so it does no more than pass the fetch on. */
    private void arrived(Fetch fetch, @Nullable Fetched fetched, @Nullable Throwable thrown) {
        if (!running.compareAndSet(fetch, null)) {
            return;
        }
        try {
            pool(fetched).execute(() -> conclude(fetch, fetched, thrown));
        } catch (Throwable e) { // also the pool's failure to make a thread: the refresh must come to its end
            fetch.cancelDeadline();
            ended.accept(Finding.Failed.defect("the pool took no more", e));
        }
        leave(); // last: it may begin another fetch on this thread
    }

    private Executor pool(@Nullable Fetched fetched) {
        return fetched instanceof Fetched.Fresh fresh
                ? parts.pools().of(fresh.payload())
                : parts.pools().small();
    }

    private void conclude(Fetch fetch, @Nullable Fetched fetched, @Nullable Throwable thrown) {
        fetch.cancelDeadline();
        Finding finding = judge(fetched, thrown);
        boolean another = finding instanceof Finding.Refused refused
                && !refused.byFallback()
                && member.subject().endpoint().fallback() != null;
        if (another && refusedFirst == null) {
            refusedFirst = ((Finding.Refused) finding).verdict();
            enter(() -> fetch(true));
        } else {
            accept(fetch, finding, fetched);
        }
    }

    /** Lets the source have its word on what is good; whatever it says instead is judged, and that is the end. */
    private void accept(Fetch fetch, Finding finding, @Nullable Fetched fetched) {
        Good good = good(fetch, finding, fetched);
        if (good == null) {
            ended.accept(finding);
            return;
        }
        CompletableFuture<Accepted> asked = asked(good);
        Executor pool = asked.isDone() ? Runnable::run : parts.pools().of(good.payload());
        var _ = asked.whenComplete((word, thrown) -> settle(pool, () -> after(word, thrown, finding)));
    }

    private CompletableFuture<Accepted> asked(Good good) {
        try {
            return member.subject().source().accepted(good);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Runs on the source's thread. */
    private void settle(Executor pool, Supplier<Finding> finding) {
        try {
            pool.execute(() -> ended.accept(finding.get()));
        } catch (RejectedExecutionException e) {
            ended.accept(Finding.Failed.defect("the pool took no more", e));
        }
    }

    private Finding after(@Nullable Accepted word, @Nullable Throwable thrown, Finding finding) {
        return word == null
                ? Finding.Failed.defect("the source had no word on its payload", thrown)
                : after(word, finding);
    }

    private Finding after(Accepted word, Finding finding) {
        return switch (word) {
            case Accepted.Agreed(Validators validators) -> finding.given(validators);
            case Accepted.Instead(Fetched fetched) -> judge(fetched, null);
        };
    }

    private static @Nullable Good good(Fetch fetch, Finding finding, @Nullable Fetched fetched) {
        long ageMillis = switch (fetched) {
            case Fetched.Fresh fresh -> fresh.ageMillis();
            case Fetched.Unchanged unchanged -> unchanged.ageMillis();
            case Fetched.Failed _ -> 0;
            case null -> 0;
        };
        Validators published = fetch.request.validators();
        return switch (finding) {
            case Finding.News news -> new Good(news.validators(), ageMillis, news.payload(), false, published);
            case Finding.Same(Snapshot before, long _, Validators given) ->
                new Good(given, ageMillis, payload(before), true, published);
            case Finding.Refused _, Finding.Failed _ -> null;
        };
    }

    private static Payload payload(Snapshot snapshot) {
        return new Payload(snapshot.identity().body(), snapshot.version().mediaType());
    }

    private Finding judge(@Nullable Fetched fetched, @Nullable Throwable thrown) {
        try {
            return fetched == null
                    ? Finding.Failed.defect("the source gave neither payload nor fault", thrown)
                    : member.publication().judge(fetched, started);
        } catch (Throwable e) {
            return Finding.Failed.defect("the payload could not be judged", e);
        }
    }
}

package dev.freshet.refresh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One refresh of a unit: an attempt for each of its members, and when the last has come to a finding, one settlement of them
 * all. Thread-safe up to that: each finding has a place of its own, and the count of those that are missing hands all of them
 * to the thread that is told of the end, to which {@link #settle} is confined.
 */
final class Refresh {
    private final List<Member> members;
    private final RefreshParts parts;
    private final Moment started;
    private final Consumer<Refresh> ended;
    private final List<Attempt> attempts;
    private final AtomicReferenceArray<@Nullable Finding> findings;
    private final AtomicInteger missing;

    /**
     * Its time begins now; nothing is fetched before {@link #begin}.
     *
     * @param stopped whether nothing is to be fetched any more
     * @param ended told once that all findings are there, on whatever thread
     */
    Refresh(List<Member> members, RefreshParts parts, BooleanSupplier stopped, Consumer<Refresh> ended) {
        this.members = members;
        this.parts = parts;
        this.started = Moment.now(parts.clock());
        this.ended = ended;
        this.attempts = new ArrayList<>(members.size());
        this.findings = new AtomicReferenceArray<>(members.size());
        this.missing = new AtomicInteger(members.size());
        for (int i = 0; i < members.size(); i++) {
            int index = i;
            attempts.add(new Attempt(members.get(i), parts, started, stopped, finding -> found(index, finding)));
        }
    }

    /** Fetches. */
    void begin() {
        attempts.forEach(Attempt::begin);
    }

    /** By the monotonic clock. */
    long startedNanos() {
        return started.nanos();
    }

    /** Publishes what is good, and tells each member's account how it ended; the outcomes are in the order of the members. */
    List<Outcome> settle() {
        List<Finding> found = IntStream.range(0, members.size())
                .mapToObj(i -> Objects.requireNonNull(findings.get(i)))
                .toList();
        List<Outcome> outcomes = outcomes(found);
        long tookNanos = parts.clock().nanoTime() - started.nanos();
        for (int i = 0; i < members.size(); i++) {
            members.get(i)
                    .account()
                    .ended(
                            outcomes.get(i),
                            attempts.get(i).refusedFirst(),
                            tookNanos,
                            parts.clock().epochMillis());
        }
        return outcomes;
    }

    private List<Outcome> outcomes(List<Finding> found) {
        try {
            Settlement settlement = new Settlement(parts, started, found);
            List<Outcome> outcomes = new ArrayList<>(members.size());
            for (int i = 0; i < members.size(); i++) {
                outcomes.add(settlement.outcome(
                        members.get(i), found.get(i), attempts.get(i).refusedFirst()));
            }
            return settlement.publish() ? outcomes : Collections.nCopies(members.size(), new Outcome.Superseded());
        } catch (Throwable e) {
            Finding.Failed defect = Finding.Failed.defect("the payload could not be published", e);
            return Collections.nCopies(members.size(), new Outcome.Failed(defect.fault(), 0, e));
        }
    }

    private void found(int index, Finding finding) {
        findings.set(index, finding);
        if (missing.decrementAndGet() == 0) {
            endWhereItBelongs();
        }
    }

    /** All is rendered by whom the last finding came from; where that is a small one among large ones, by the large pool. */
    private void endWhereItBelongs() {
        Executor pool = parts.pools().large();
        if (members.size() == 1 || pool == parts.pools().small() || !isLarge()) {
            ended.accept(this);
            return;
        }
        try {
            pool.execute(() -> ended.accept(this));
        } catch (RejectedExecutionException e) {
            ended.accept(this);
        }
    }

    private boolean isLarge() {
        return IntStream.range(0, members.size())
                .anyMatch(i -> findings.get(i) instanceof Finding.News news
                        && parts.pools().of(news.payload()) == parts.pools().large());
    }
}

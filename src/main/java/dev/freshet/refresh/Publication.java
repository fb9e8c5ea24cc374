package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import dev.freshet.observe.Fault;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import org.jspecify.annotations.Nullable;

/**
 * From what a source gave to what the cache holds, for one resource. A payload goes through the gate only where it differs
 * from the published one. The validators are always those of the published payload: after a refused one, a 304 must not
 * confirm what the source no longer holds. Confined to the refresh that is running.
 */
final class Publication {
    private final Subject subject;
    private final RefreshParts parts;
    private final Gate gate;
    private Validators validators = Validators.NONE;
    private long lastNumber;

    /** Nothing has been published. */
    Publication(Subject subject, RefreshParts parts, Gate gate) {
        this.subject = subject;
        this.parts = parts;
        this.gate = gate;
    }

    /** What the next fetch is to ask for; without validators where the cache has lost the snapshot they belong to. */
    FetchRequest request() {
        boolean published = current() != null;
        return new FetchRequest(
                published ? validators : Validators.NONE,
                subject.endpoint().timeout(),
                subject.endpoint().gate().maxSizeBytes());
    }

    /** Puts what follows from {@code fetched} into the cache; the fetch began at {@code startedAtMillis} of the epoch. */
    Outcome publish(Fetched fetched, long startedAtMillis) {
        return switch (fetched) {
            case Fetched.Fresh fresh -> fresh(fresh, startedAtMillis);
            case Fetched.Unchanged unchanged -> unchanged(unchanged, startedAtMillis);
            case Fetched.Failed failed -> new Outcome.Failed(failed.fault(), null);
        };
    }

    private Outcome fresh(Fetched.Fresh fresh, long startedAtMillis) {
        Snapshot current = current();
        long confirmedAtMillis = confirmedAtMillis(current, startedAtMillis, fresh.ageSeconds());
        if (current != null && current.holds(fresh.payload())) {
            return confirm(current, confirmedAtMillis, fresh.validators());
        }
        return switch (gate.check(
                fresh.payload(),
                subject.endpoint().contentType(),
                subject.endpoint().gate())) {
            case GateVerdict.Refused refused -> new Outcome.Refused(refused);
            case GateVerdict.Accepted _ -> {
                put(fresh.payload(), startedAtMillis, confirmedAtMillis);
                validators = fresh.validators();
                yield new Outcome.Published();
            }
        };
    }

    private void put(Payload payload, long startedAtMillis, long confirmedAtMillis) {
        Snapshot before = current();
        boolean wanted = before == null || before.version().wanted();
        Version version = wanted
                ? parts.renderer().render(payload, lastNumber + 1, startedAtMillis)
                : parts.renderer().renderForLater(payload, lastNumber + 1, startedAtMillis);
        parts.cache().put(subject.key(), new Snapshot(version, confirmedAtMillis));
        lastNumber = version.number();
    }

    private Outcome unchanged(Fetched.Unchanged unchanged, long startedAtMillis) {
        Snapshot current = current();
        if (current == null) {
            Fault fault = new Fault(Fault.Reason.MALFORMED, "unchanged (expected: a payload, none being published)");
            return new Outcome.Failed(fault, null);
        }
        long confirmedAtMillis = confirmedAtMillis(current, startedAtMillis, unchanged.ageSeconds());
        return confirm(current, confirmedAtMillis, unchanged.validators());
    }

    private Outcome confirm(Snapshot current, long confirmedAtMillis, Validators given) {
        parts.cache().put(subject.key(), current.confirmedAt(confirmedAtMillis));
        validators = given;
        return new Outcome.Unchanged();
    }

    /**
     * The start of the fetch less the age the source told, but never before what was confirmed already; except where that
     * lies in the future, the wall clock having been set back: it would pass for fresh until the clock gets there again.
     */
    private static long confirmedAtMillis(@Nullable Snapshot current, long startedAtMillis, long ageSeconds) {
        long told = startedAtMillis - 1000L * Math.clamp(ageSeconds, 0, Integer.MAX_VALUE);
        if (current == null || current.confirmedAtMillis() > startedAtMillis) {
            return told;
        }
        return Math.max(told, current.confirmedAtMillis());
    }

    private @Nullable Snapshot current() {
        return parts.cache().get(subject.key());
    }
}

package dev.freshet.refresh;

import dev.freshet.cache.Change;
import dev.freshet.cache.Payload;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import dev.freshet.observe.Fault;
import dev.freshet.refresh.gate.Baseline;
import dev.freshet.refresh.gate.GateVerdict;
import dev.freshet.refresh.gate.Mark;
import dev.freshet.refresh.state.Kept;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * From what a source gave to the snapshot that is to be published, for one resource. A payload goes through the gate only
 * where it differs from the published one. The validators are always those of the published payload: after a refused one,
 * a 304 must not confirm what the source no longer holds. Confined to the refresh that is running, but for
 * {@link #setBack}, which the timer calls, {@link #kept}, and what is done by hand, {@link #nextNumber} and {@link #earlier}:
 * what they read is volatile or atomic, and the cache compares before it sets.
 */
final class Publication {
    /** A smaller step of the wall clock is its own unrest, or a slow adjustment. */
    static final long LEAST_STEP_MILLIS = 50;

    private static final long MOST_AGE_MILLIS = 1000L * Integer.MAX_VALUE;

    private final Subject subject;
    private final RefreshParts parts;
    private volatile Named named = new Named(null, Validators.NONE);
    private long judgedOffsetMillis;
    private final AtomicLong lastNumber = new AtomicLong();
    private final EarlierVersions earlier;
    private @Nullable Version marked;
    private @Nullable Mark mark;
    private final ClockOffset offset;
    private volatile long offsetMillis;

    /** A version, and what the source gave to recognise its payload by. Immutable. */
    private record Named(@Nullable Version version, Validators validators) {}

    /** Nothing is known of what is published. */
    Publication(Subject subject, RefreshParts parts, ClockOffset offset) {
        this.subject = subject;
        this.parts = parts;
        this.offset = offset;
        this.offsetMillis = offset.millis();
        this.earlier = new EarlierVersions(subject.endpoint().versions());
    }

    /**
     * What is to be asked for; without validators where the cache does not hold the version they belong to.
     *
     * @param fallbackOnly whether the first source has been asked in vain
     */
    FetchRequest request(boolean fallbackOnly) {
        Snapshot current = current();
        return new FetchRequest(
                current == null || hasLapsed(current) ? Validators.NONE : validators(current.version()),
                subject.endpoint().timeout(),
                subject.endpoint().gate().maxSizeBytes(),
                fallbackOnly);
    }

    /** What follows from {@code fetched}; where the wall clock has been set back since {@code started}, by the clock of now. */
    Finding judge(Fetched fetched, Moment started) {
        long startedOffset = offset.at(started);
        long nowOffset = offset.millis();
        boolean setBack = startedOffset - nowOffset >= LEAST_STEP_MILLIS;
        judgedOffsetMillis = setBack ? nowOffset : startedOffset;
        setBack(nowOffset);
        long startedAtMillis = started.epochMillis() - (setBack ? startedOffset - nowOffset : 0);
        return switch (fetched) {
            case Fetched.Fresh fresh -> fresh(fresh, startedAtMillis);
            case Fetched.Unchanged unchanged -> unchanged(unchanged, startedAtMillis);
            case Fetched.Failed(Fault fault, long retryAfterSeconds) ->
                new Finding.Failed(fault, retryAfterSeconds, null);
        };
    }

    /** The next version, with its representations; the fetch began at {@code startedAtMillis}. */
    Snapshot render(Finding.News news, long startedAtMillis) {
        Snapshot before = news.before();
        long number = nextNumber(before);
        boolean wanted = before == null || before.version().wanted();
        Version version = wanted
                ? parts.renderer().render(news.payload(), number, startedAtMillis)
                : parts.renderer().renderForLater(news.payload(), number, startedAtMillis);
        marked = version;
        mark = news.mark();
        return new Snapshot(version, news.confirmedAtMillis());
    }

    /** The number of a version to come, which no other has had; {@code before}: the newest good. From any thread. */
    long nextNumber(@Nullable Snapshot before) {
        long least = before == null ? 0 : before.version().number();
        return lastNumber.updateAndGet(last -> Math.max(last, least) + 1);
    }

    /** What is kept of the versions that others have replaced. From any thread. */
    EarlierVersions earlier() {
        return earlier;
    }

    /** The change that publishes {@code after}, whose payload {@code given} names, in the place of {@code before}. */
    Change change(@Nullable Snapshot before, Snapshot after, Validators given) {
        Snapshot next = after.standing(standing(given));
        long nowMillis = offset.millis();
        long backMillis = judgedOffsetMillis - nowMillis;
        boolean setBack = backMillis >= LEAST_STEP_MILLIS;
        offsetMillis = setBack ? nowMillis : judgedOffsetMillis;
        Version version = before == null ? null : before.version();
        return new Change(subject.key(), version, setBack ? next.setBack(backMillis) : next);
    }

    /** {@code version} is published now, and {@code given} names its payload. */
    void published(Version version, Validators given) {
        Version before = named.version();
        if (before != null && before != version) {
            earlier.add(before);
        }
        named = new Named(version, given);
        lastNumber.accumulateAndGet(version.number(), Math::max);
    }

    /** What is to be kept of {@code snapshot}. From any thread. */
    Kept kept(Snapshot snapshot) {
        Version version = snapshot.version();
        return new Kept(
                subject.name(),
                subject.source().description(),
                new Payload(version.identity().body(), version.mediaType()),
                version.number(),
                version.fetchedAtMillis(),
                snapshot.confirmedAtMillis(),
                validators(version));
    }

    /** The change that publishes what was kept. Nobody may want it, so that a small one is compressed when somebody does. */
    Change restore(Kept kept) {
        Version version = parts.renderer().renderForLater(kept.payload(), kept.number(), kept.fetchedAtMillis());
        published(version, kept.validators());
        long confirmedAtMillis =
                Math.min(kept.confirmedAtMillis(), parts.clock().epochMillis());
        Snapshot restored = new Snapshot(version, confirmedAtMillis).standing(standing(kept.validators()));
        return new Change(subject.key(), null, restored);
    }

    /**
     * The change that lets clients see why what is newer is not published; null: they see it already, or nothing.
     *
     * @param why null: nothing newer is known of
     */
    @Nullable Change tell(@Nullable String why) {
        Snapshot current = current();
        return current == null || Objects.equals(why, current.detail())
                ? null
                : new Change(subject.key(), current.version(), current.withDetail(why));
    }

    /** The wall clock stands at {@code nowMillis} from its origin: makes up for what it was set back since the confirmation. */
    void setBack(long nowMillis) {
        long backMillis = offsetMillis - nowMillis;
        Snapshot current = current();
        if (backMillis >= LEAST_STEP_MILLIS && current != null) {
            parts.cache().swap(subject.key(), current, current.setBack(backMillis));
            offsetMillis = nowMillis;
        }
    }

    private Finding fresh(Fetched.Fresh fresh, long startedAtMillis) {
        Snapshot current = current();
        if (current != null && current.holds(fresh.payload())) {
            return new Finding.Same(
                    current, confirmedAtMillis(current, startedAtMillis, fresh.ageMillis()), fresh.validators());
        }
        return switch (subject.gate().check(fresh.payload(), baseline(current))) {
            case GateVerdict.Refused refused ->
                new Finding.Refused(refused, fresh.validators().origin() != 0);
            case GateVerdict.Accepted(Mark accepted) ->
                new Finding.News(
                        current,
                        fresh.payload(),
                        accepted,
                        told(startedAtMillis, fresh.ageMillis()),
                        fresh.validators());
        };
    }

    /** Of what is published, by whomever: the mark is looked for in the payload where it is not known. */
    private @Nullable Baseline baseline(@Nullable Snapshot current) {
        if (current == null) {
            return null;
        }
        if (current.version() != marked) {
            marked = current.version();
            mark = subject.gate().mark(current.identity().body());
        }
        boolean mayBeServed = subject.mayServe(current, parts.clock().epochMillis());
        return new Baseline(current.identity().body().length, mark, mayBeServed);
    }

    private Finding unchanged(Fetched.Unchanged unchanged, long startedAtMillis) {
        Snapshot current = current();
        if (current == null) {
            Fault fault = new Fault(Fault.Reason.MALFORMED, "unchanged (expected: a payload, none being published)");
            return new Finding.Failed(fault, 0, null);
        }
        if (isPut(unchanged.validators())) {
            return new Finding.Same(current, current.confirmedAtMillis(), unchanged.validators());
        }
        return new Finding.Same(
                current, confirmedAtMillis(current, startedAtMillis, unchanged.ageMillis()), unchanged.validators());
    }

    /** The start of the fetch less the age the source told. */
    private static long told(long startedAtMillis, long ageMillis) {
        return startedAtMillis - Math.clamp(ageMillis, 0, MOST_AGE_MILLIS);
    }

    /** Only its publisher confirms what was put; beyond max-stale it is as if nothing had been, and a fallback is asked. */
    private boolean hasLapsed(Snapshot current) {
        return subject.endpoint().isPushed()
                && !subject.mayServe(current, parts.clock().epochMillis());
    }

    private Snapshot.Standing standing(Validators given) {
        return isPut(given) ? Snapshot.Standing.PUSHED : Snapshot.Standing.FETCHED;
    }

    /** An upstream may give what looks like the mark. */
    private boolean isPut(Validators given) {
        return subject.endpoint().isPushed() && given.isPut();
    }

    /**
     * When the content of {@code current} was confirmed: as told, but never before it was confirmed already, which is an age of
     * this content and of no other (RFC 9111 section 4.2.3); except where that lies in the future, the wall clock having been set back: it would pass for fresh until the clock gets there again.
     */
    private static long confirmedAtMillis(@Nullable Snapshot current, long startedAtMillis, long ageMillis) {
        long told = told(startedAtMillis, ageMillis);
        if (current == null || current.confirmedAtMillis() > startedAtMillis) {
            return told;
        }
        return Math.max(told, current.confirmedAtMillis());
    }

    private Validators validators(Version version) {
        Named last = named;
        return last.version() == version ? last.validators() : Validators.NONE;
    }

    private @Nullable Snapshot current() {
        return parts.cache().newest(subject.key());
    }
}

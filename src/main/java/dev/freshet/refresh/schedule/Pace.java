package dev.freshet.refresh.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait from the beginning of one refresh to that of the next. All is well: the interval, which follows change
 * and demand between its bounds. It failed: longer with each failure in a row, less a part at random, up to a bound; and
 * sooner than an interval that is long. Confined to the refresh that is running, but for {@link #waitNanos()}, which any
 * thread may read.
 */
public final class Pace {
    private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 40;

    private final Bounds bounds;
    private final RandomGenerator random;
    private long intervalNanos;
    private int failures;
    private volatile long waitNanos;

    /**
     * What the waits keep to, in nanoseconds. Immutable.
     *
     * @param shortest the interval, or its lower bound
     * @param longest the same again, or its upper bound
     * @param backOff the longest wait that failures alone lead to
     * @param patience the longest wait that a source may ask for
     */
    public record Bounds(long shortest, long longest, long backOff, long patience) {}

    /** Begins with the shortest interval. */
    public Pace(Bounds bounds, RandomGenerator random) {
        this.bounds = bounds;
        this.random = random;
        intervalNanos = bounds.shortest();
        waitNanos = intervalNanos;
    }

    /**
     * The wait after a refresh that brought what is good.
     *
     * @param changed whether a new version was published
     * @param asked whether a client asked for it since the refresh before
     */
    public long good(boolean changed, boolean asked) {
        failures = 0;
        if (changed && asked) {
            intervalNanos = bounds.shortest();
        } else if (!changed && !asked) {
            intervalNanos = Math.min(bounds.longest(), 2 * intervalNanos);
        }
        return waiting(intervalNanos);
    }

    /** The wait after a refresh that failed; {@code askedForNanos}: what the source wants, 0 where it said nothing. */
    public long failed(long askedForNanos) {
        long wait = Math.max(backOff(bounds.backOff()), Math.min(askedForNanos, bounds.patience()));
        return waiting(wait);
    }

    /** The wait after a refresh whose payload was refused: the source is well, so never longer than the interval. */
    public long refused() {
        return waiting(backOff(Math.min(bounds.backOff(), intervalNanos)));
    }

    /** The wait that was told last. */
    public long waitNanos() {
        return waitNanos;
    }

    private long waiting(long nanos) {
        waitNanos = nanos;
        return nanos;
    }

    /** Doubles from the interval or a second, whichever is shorter; the first at its full length, so that ticks stay. */
    private long backOff(long most) {
        long first = Math.min(bounds.shortest(), FIRST_RETRY_NANOS);
        int doublings = Math.min(failures++, MOST_DOUBLINGS);
        long whole = first > most >> doublings ? most : first << doublings;
        return doublings == 0 ? whole : Math.max(Math.min(first, most), whole - random.nextLong(whole / 2 + 1));
    }
}

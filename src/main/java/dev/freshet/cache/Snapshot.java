package dev.freshet.cache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One published version of a resource: its representations, when it was fetched and when it was last confirmed to be what
 * the source holds. An unchanged payload makes a snapshot that shares the representations of the one before. Immutable.
 */
public final class Snapshot implements Held {
    private final Version version;
    private final long confirmedAtMillis;
    private final @Nullable String detail;

    /** {@code confirmedAtMillis}: since the epoch, as the start of the fetch that confirmed it less the age it came with. */
    public Snapshot(Version version, long confirmedAtMillis) {
        this(version, confirmedAtMillis, null);
    }

    private Snapshot(Version version, long confirmedAtMillis, @Nullable String detail) {
        this.version = version;
        this.confirmedAtMillis = confirmedAtMillis;
        this.detail = detail;
    }

    /** The same version, confirmed at another time; nothing newer is refused. */
    public Snapshot confirmedAt(long epochMillis) {
        return new Snapshot(version, epochMillis, null);
    }

    /** The same, its confirmation so much earlier. */
    public Snapshot setBack(long millis) {
        return new Snapshot(version, confirmedAtMillis - millis, detail);
    }

    /** The same, what is newer not being published; {@code why}: a token (RFC 9110 section 5.6.2). */
    public Snapshot withDetail(String why) {
        return new Snapshot(version, confirmedAtMillis, why);
    }

    /** Why the source's newer payload is not published, as Cache-Status tells it; null: it has none that is known. */
    public @Nullable String detail() {
        return detail;
    }

    @Override
    public Snapshot current() {
        return this;
    }

    /** What changes only with the payload. */
    public Version version() {
        return version;
    }

    /** When the source was last known to hold this payload, in milliseconds since the epoch. */
    public long confirmedAtMillis() {
        return confirmedAtMillis;
    }

    /** How old it is at {@code nowMillis}, never negative (RFC 9111 section 4.2.3). */
    public long ageMillis(long nowMillis) {
        return Math.max(0, nowMillis - confirmedAtMillis);
    }

    /** The payload without a coding. */
    public Representation identity() {
        return version.identity();
    }

    /** The representation in {@code coding}, or null where it would not be smaller than the identity. */
    public @Nullable Representation in(Coding coding) {
        for (Representation each : version.representations()) {
            if (each.coding() == coding) {
                return each;
            }
        }
        return null;
    }

    /** Whether {@code payload} is what this snapshot already holds. */
    public boolean holds(Payload payload) {
        return version.mediaType().equals(payload.mediaType())
                && Arrays.equals(identity().body(), payload.bytes());
    }

    /** What it takes in the cache: the bodies of all representations there are so far. */
    public long weightBytes() {
        return version.madeSoFar().stream()
                .mapToLong(each -> each.body().length)
                .sum();
    }
}

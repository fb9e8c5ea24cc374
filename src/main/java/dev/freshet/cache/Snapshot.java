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
    private final Standing standing;

    /** On whose word it is served. */
    public enum Standing {
        /** A source's: as old as its last confirmation. */
        FETCHED,
        /** A publisher's, who put it here: it holds until another is put, so that to clients it is new at any time. */
        PUSHED,
        /** An operator's, while it is pinned: the same, and however long ago that was. */
        PINNED
    }

    /** {@code confirmedAtMillis}: since the epoch, as the start of the fetch that confirmed it less the age it came with. */
    public Snapshot(Version version, long confirmedAtMillis) {
        this(version, confirmedAtMillis, null, Standing.FETCHED);
    }

    private Snapshot(Version version, long confirmedAtMillis, @Nullable String detail, Standing standing) {
        this.version = version;
        this.confirmedAtMillis = confirmedAtMillis;
        this.detail = detail;
        this.standing = standing;
    }

    /** The same version, confirmed at another time; nothing newer is refused. */
    public Snapshot confirmedAt(long epochMillis) {
        return new Snapshot(version, epochMillis, null, standing);
    }

    /** The same, its confirmation so much earlier. */
    public Snapshot setBack(long millis) {
        return new Snapshot(version, confirmedAtMillis - millis, detail, standing);
    }

    /** The same, what is newer not being published; {@code why}: a token (RFC 9110 section 5.6.2); null: nothing newer is known of. */
    public Snapshot withDetail(@Nullable String why) {
        return new Snapshot(version, confirmedAtMillis, why, standing);
    }

    /** The same on somebody's word. */
    public Snapshot standing(Standing word) {
        return word == standing ? this : new Snapshot(version, confirmedAtMillis, detail, word);
    }

    /** On whose word it is served. */
    public Standing standing() {
        return standing;
    }

    /** Whether it may be served at {@code nowMillis} to clients who are given nothing older than {@code maxStaleMillis}. */
    public boolean mayBeServed(long nowMillis, long maxStaleMillis) {
        return standing == Standing.PINNED || ageMillis(nowMillis) <= maxStaleMillis;
    }

    /** The age that clients are told: none where whoever stands for it is its origin (RFC 9111 section 5.1). */
    public long toldAgeMillis(long nowMillis) {
        return standing == Standing.FETCHED ? ageMillis(nowMillis) : 0;
    }

    /** Why the source's newer payload is not published, as Cache-Status tells it; null: it has none that is known. */
    public @Nullable String detail() {
        return detail;
    }

    @Override
    public Snapshot current() {
        return this;
    }

    /** Whether {@code other}, null being none, is of the same version. */
    boolean isOf(@Nullable Snapshot other) {
        return other != null && other.version == version;
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

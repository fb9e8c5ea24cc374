package dev.freshet.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What changes only with the payload; two snapshots of one version share it. Its representations are made ahead or when
 * first asked for, and it remembers whether anyone asked: only what is wanted is worth compressing again for the version
 * after. Thread-safe: two threads that ask at once make the same bytes, and either list may stay; what changes is
 * volatile.
 */
public final class Version {
    private final long number;
    private final String mediaType;
    private final Representation identity;
    private final Supplier<List<Representation>> maker;
    private final long fetchedAtMillis;
    private volatile @Nullable List<Representation> representations;
    private volatile boolean wanted;
    private final AtomicBoolean replaced = new AtomicBoolean();

    /**
     * With all its representations.
     *
     * @param number grows by one with each published version of the resource, from 1
     * @param mediaType of every representation
     * @param representations the identity last, the others where they are smaller; copied
     * @param fetchedAtMillis when this payload was first fetched, since the epoch
     */
    public Version(long number, String mediaType, List<Representation> representations, long fetchedAtMillis) {
        this(number, mediaType, representations.getLast(), () -> representations, fetchedAtMillis);
        this.representations = List.copyOf(representations);
    }

    /** {@code maker} gives the list of the other constructor, the same each time; it is not asked before a client asks. */
    Version(
            long number,
            String mediaType,
            Representation identity,
            Supplier<List<Representation>> maker,
            long fetchedAtMillis) {
        this.number = number;
        this.mediaType = mediaType;
        this.identity = identity;
        this.maker = maker;
        this.fetchedAtMillis = fetchedAtMillis;
    }

    /** Grows by one with each published version of the resource, from 1. */
    public long number() {
        return number;
    }

    /** The media type of every representation. */
    public String mediaType() {
        return mediaType;
    }

    /** When this payload was first fetched, in milliseconds since the epoch. */
    public long fetchedAtMillis() {
        return fetchedAtMillis;
    }

    /** The payload without a coding. */
    public Representation identity() {
        return identity;
    }

    /** All representations for a client that takes more than the identity, which is the last; makes them where need be. */
    public List<Representation> representations() {
        if (!wanted) {
            wanted = true;
        }
        List<Representation> made = representations;
        if (made == null) {
            made = List.copyOf(maker.get());
            representations = made;
        }
        return made;
    }

    /** The representations there are without making any. */
    public List<Representation> madeSoFar() {
        List<Representation> made = representations;
        return made == null ? List.of(identity) : made;
    }

    /** Nobody is given it any more. */
    void replaced() {
        replaced.set(true);
    }

    /** Whether clients are still given it; what is returned does not keep it in memory. */
    public BooleanSupplier needed() {
        AtomicBoolean gone = replaced;
        return () -> !gone.get();
    }

    /** Whether any client has taken more than the identity. */
    public boolean wanted() {
        return wanted;
    }
}

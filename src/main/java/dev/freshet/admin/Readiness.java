package dev.freshet.admin;

import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.decide.Endpoint;
import dev.freshet.observe.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether clients should be sent here: every endpoint has a snapshot that may be served, and the server is not draining.
 * Thread-safe: the flag is volatile, the cache concurrent, the rest immutable.
 */
public final class Readiness {
    private final List<Endpoint> endpoints;
    private final SnapshotCache cache;
    private final Clock clock;
    private volatile boolean draining;

    /** {@code cache}: where the snapshots of {@code endpoints} are looked for, at each question. */
    public Readiness(List<Endpoint> endpoints, SnapshotCache cache, Clock clock) {
        this.endpoints = List.copyOf(endpoints);
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * The answer at one moment. Immutable.
     *
     * @param draining whether the server is about to stop
     * @param unready the endpoints that cannot be answered, in the order of the configuration
     * @param endpoints how many there are
     */
    record Report(boolean draining, List<Unready> unready, int endpoints) {
        boolean ready() {
            return !draining && unready.isEmpty();
        }
    }

    /**
     * An endpoint without a snapshot that may be served. Immutable.
     *
     * @param endpoint its label
     * @param ageMillis of its snapshot; null: it has none
     * @param maxStaleMillis the age beyond which a snapshot is not served
     */
    record Unready(String endpoint, @Nullable Long ageMillis, long maxStaleMillis) {}

    /** From now on the server is not ready, for it is about to stop. */
    public void drain() {
        draining = true;
    }

    Report report() {
        long now = clock.epochMillis();
        List<Unready> unready = endpoints.stream()
                .map(endpoint -> unready(endpoint, now))
                .filter(Objects::nonNull)
                .toList();
        return new Report(draining, unready, endpoints.size());
    }

    private @Nullable Unready unready(Endpoint endpoint, long now) {
        Snapshot snapshot = cache.get(endpoint.key());
        if (snapshot == null) {
            return new Unready(endpoint.label(), null, endpoint.maxStaleMillis());
        }
        return endpoint.mayServe(snapshot, now)
                ? null
                : new Unready(endpoint.label(), snapshot.ageMillis(now), endpoint.maxStaleMillis());
    }
}

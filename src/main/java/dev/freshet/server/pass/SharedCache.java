package dev.freshet.server.pass;

import dev.freshet.cache.StoredResponses;
import dev.freshet.cache.UnsharedKeys;
import dev.freshet.config.CacheConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What all event loops share of the cache of passed responses: the store, the fetches that may be waited for, and the
 * counters. Thread-safe: each part is.
 */
public final class SharedCache {
    /** So that a small cache does not make clients of large endpoints hurry. */
    private static final long LEAST_HELD_BYTES = 64L << 20;

    private final StoredResponses store;
    private final boolean tellsKeys;
    private final UnsharedKeys unshared;
    private final Flights flights = new Flights();
    private final HotUrls hot;
    private final BodyBudget bodies;
    private final HeldBodies held;
    private final Map<CacheResult, CounterDataPoint> counters = new EnumMap<>(CacheResult.class);

    /** {@code executor} runs the store's maintenance. */
    public SharedCache(CacheConfig config, Metrics metrics, Clock clock, Executor executor) {
        tellsKeys = config.statusKey();
        store = new StoredResponses(config, metrics, clock, executor);
        unshared = new UnsharedKeys(clock, executor);
        bodies = new BodyBudget(Math.max(config.sizeBytes() / 4, config.maxObjectBytes()));
        held = new HeldBodies(Math.max(LEAST_HELD_BYTES, Math.max(config.sizeBytes(), config.maxObjectBytes())));
        hot = new HotUrls(metrics, clock, executor);
        for (CacheResult each : CacheResult.values()) {
            counters.put(each, metrics.counter(Metric.CACHED_REQUESTS, each.label()));
        }
        metrics.contribute(Metric.STORED_RESPONSES, values -> values.add((double) store.count()));
        metrics.contribute(Metric.CACHE_BYTES, values -> {
            values.add((double) store.bytes(), "stored");
            values.add((double) bodies.heldBytes(), "on-the-way");
            values.add((double) held.heldBytes(), "being-read");
        });
    }

    /** The stored responses. */
    public StoredResponses store() {
        return store;
    }

    /** Whether Cache-Status tells keys. */
    public boolean tellsKeys() {
        return tellsKeys;
    }

    UnsharedKeys unshared() {
        return unshared;
    }

    /** A quarter of {@code cache.size}: for bodies that are not stored yet. */
    BodyBudget bodies() {
        return bodies;
    }

    /** As much as {@code cache.size} again: for bodies that slow clients are still taking. */
    public HeldBodies held() {
        return held;
    }

    HotUrls hot() {
        return hot;
    }

    Flights flights() {
        return flights;
    }

    void count(CacheResult result) {
        CounterDataPoint counter = counters.get(result);
        if (counter != null) {
            counter.inc();
        }
    }
}

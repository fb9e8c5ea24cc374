package dev.freshet.decide;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.EndpointConfig.Query;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as requests see it: what is constant about its answers. Immutable.
 *
 * @param index its place in the configuration, from 0, or one behind them for a resource of a template: a table can be kept
 *     by it
 * @param label in metrics and logs
 * @param key of its resource in the cache
 * @param ignoresQuery whether a request with a query is this endpoint too
 * @param lifetimeSeconds how long an answer is fresh: the longest interval in whole seconds, at least 1
 * @param maxStaleMillis the age beyond which a snapshot is not served
 * @param cacheControl the value of Cache-Control
 * @param sharing cross-origin sharing; null: no CORS headers
 */
public record Endpoint(
        int index,
        String label,
        ResourceKey key,
        boolean ignoresQuery,
        long lifetimeSeconds,
        long maxStaleMillis,
        String cacheControl,
        @Nullable CrossOrigin sharing) {

    /** From the configuration's endpoint number {@code index}. */
    public static Endpoint of(int index, EndpointConfig config) {
        long lifetimeSeconds = Math.max(1, config.refresh().longest().toSeconds());
        long maxAgeSeconds = Math.max(1, config.refresh().shortest().toSeconds());
        String cacheControl =
                config.cacheControl() == null ? "public, max-age=" + maxAgeSeconds : config.cacheControl();
        return new Endpoint(
                index,
                config.label(),
                keyOf(config),
                config.query() == Query.IGNORE,
                lifetimeSeconds,
                config.maxStale().toMillis(),
                cacheControl,
                config.cors() == null ? null : new CrossOrigin(config.cors().origins()));
    }

    /** The key under which the resource of {@code config} is cached. */
    public static ResourceKey keyOf(EndpointConfig config) {
        return new ResourceKey(config.host(), config.path(), true);
    }

    /** Whether {@code snapshot} may still be served at {@code nowMillis}. */
    public boolean mayServe(Snapshot snapshot, long nowMillis) {
        return snapshot.mayBeServed(nowMillis, maxStaleMillis);
    }

    /** What is left of the lifetime at {@code ageSeconds}; negative: stale (RFC 9211 section 2.6). */
    public long ttlSeconds(long ageSeconds) {
        return lifetimeSeconds - ageSeconds;
    }

    /** After how long a client refused for want of a snapshot should try again, in whole seconds. */
    public long retryAfterSeconds() {
        return Math.min(lifetimeSeconds, Duration.ofMinutes(1).toSeconds());
    }
}

package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;

/**
 * What a request demands of the cache (RFC 9111 section 5.2.1, RFC 5861 section 4). What is malformed demands nothing.
 * Immutable.
 *
 * @param noCache whether it wants nothing that has not been validated for it
 * @param noStore whether nothing of it and of its answer may be stored
 * @param onlyIfCached whether it would rather have 504 than wait for the origin
 * @param maxAgeSeconds the age it accepts; -1: any
 * @param minFreshSeconds for how long the answer must go on to be fresh
 * @param maxStaleSeconds for how long the answer may have been stale; {@link Long#MAX_VALUE}: any time
 * @param staleIfErrorSeconds the same, where the origin fails
 */
public record RequestDirectives(
        boolean noCache,
        boolean noStore,
        boolean onlyIfCached,
        long maxAgeSeconds,
        long minFreshSeconds,
        long maxStaleSeconds,
        long staleIfErrorSeconds) {

    /** Of a request without any, and what a cache that obeys no request goes by: they are advice (section 5.2.1). */
    public static final RequestDirectives NONE = new RequestDirectives(false, false, false, -1, 0, 0, 0);

    static RequestDirectives of(Fields request) {
        Directives directives = Directives.ofRequest(request);
        if (directives == Directives.NONE) {
            return NONE;
        }
        return new RequestDirectives(
                directives.has("no-cache"),
                directives.has("no-store"),
                directives.has("only-if-cached"),
                Math.max(-1, directives.seconds("max-age")),
                directives.secondsOrZero("min-fresh"),
                directives.hasBare("max-stale") ? Long.MAX_VALUE : directives.secondsOrZero("max-stale"),
                directives.secondsOrZero("stale-if-error"));
    }

    /** Whether a fresh response may answer it as it is. */
    boolean accepts(StoredHead fresh, long nowMillis) {
        return !noCache && isYoungEnough(fresh, nowMillis) && fresh.ttlMillis(nowMillis) >= minFreshSeconds * 1000;
    }

    /** Whether it allows by itself an answer that has been stale for {@code staleMillis}. */
    boolean acceptsStale(StoredHead stale, long nowMillis, long staleMillis) {
        boolean withinLimit =
                maxStaleSeconds == Long.MAX_VALUE || (maxStaleSeconds > 0 && staleMillis <= maxStaleSeconds * 1000);
        return !noCache && minFreshSeconds == 0 && withinLimit && isYoungEnough(stale, nowMillis);
    }

    /** Whether it leaves to the cache how fresh the answer is. */
    boolean leavesFreshnessToTheCache() {
        return !noCache && maxAgeSeconds < 0 && minFreshSeconds == 0;
    }

    private boolean isYoungEnough(StoredHead stored, long nowMillis) {
        return maxAgeSeconds < 0 || stored.ageMillis(nowMillis) <= maxAgeSeconds * 1000;
    }
}

package dev.freshet.cache;

/**
 * On what terms a stored response may be used: what its origin said, worked out once, when it is stored. Immutable.
 *
 * @param lifetimeSeconds how long it is fresh (RFC 9111 section 4.2.1), 0..2^31; 0: stale from the beginning
 * @param heuristic whether the lifetime is the cache's guess (section 4.2.2)
 * @param noCache whether every use needs a validation (section 5.2.2.4)
 * @param mustRevalidate whether it is never used stale (sections 5.2.2.2, 5.2.2.8, 5.2.2.10)
 * @param staleWhileRevalidateSeconds how long beyond its lifetime it is used while it is validated (RFC 5861 section 3)
 * @param staleIfErrorSeconds how long beyond its lifetime it is used when the origin fails (RFC 5861 section 4);
 *     {@link #UNSAID}: its origin leaves that to the operator
 */
public record Terms(
        long lifetimeSeconds,
        boolean heuristic,
        boolean noCache,
        boolean mustRevalidate,
        long staleWhileRevalidateSeconds,
        long staleIfErrorSeconds) {
    /** What stands for a grace that the origin does not speak of. */
    public static final long UNSAID = -1;
}

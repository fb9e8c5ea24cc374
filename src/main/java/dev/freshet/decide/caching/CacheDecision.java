package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;

/** What to do with a request that is passed through the cache. Immutable, as every kind of it is. */
public sealed interface CacheDecision {
    /**
     * Answer from the store, and ask nobody (RFC 9111 section 4). Immutable.
     *
     * @param answer what of it the request gets
     */
    record Serve(StoredHead stored, Answer answer, CacheStatus.Hit status) implements CacheDecision {}

    /**
     * Answer from the store, though it is stale, and validate it without the client waiting (RFC 5861 section 3): by a GET with
     * the fields of this request, once for all who are served meanwhile. Immutable.
     *
     * @param answer what of it the request gets
     */
    record ServeStaleAndRevalidate(StoredHead stored, Answer answer, CacheStatus.Hit status, Validation validation)
            implements CacheDecision {}

    /** Ask the upstream whether what is stored still holds (RFC 9111 section 4.3). Immutable. */
    record Revalidate(Validation validation, ForwardReason reason) implements CacheDecision {}

    /**
     * Send the request on as it is. Immutable.
     *
     * @param mayStore whether {@link Storage} is to be asked about the answer
     */
    record Fetch(ForwardReason reason, boolean mayStore) implements CacheDecision {}

    /** Answer 504: the client wants nothing that is not stored (RFC 9111 section 5.2.1.7). Immutable. */
    record GatewayTimeout(CacheStatus.Generated status) implements CacheDecision {}
}

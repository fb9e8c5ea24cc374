package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * A client's own conditions against a stored response (RFC 9111 section 4.3.2, RFC 9110 section 13). If-Match and
 * If-Unmodified-Since are for the origin, and such a request is passed. Immutable: pure functions only.
 */
final class Preconditions {
    private Preconditions() {}

    /**
     * Whether the client already has what is stored: If-None-Match decides by weak comparison, and where there is none
     * If-Modified-Since (RFC 9110 section 13.2.2). Conditions are evaluated against a 200 only.
     */
    static boolean notModified(CacheRequest request, StoredHead stored, long nowMillis) {
        if (stored.status() != 200) {
            return false;
        }
        String ifNoneMatch = request.fields().field(HttpHeaderNames.IF_NONE_MATCH);
        return ifNoneMatch != null ? hasTag(ifNoneMatch, stored) : hasDate(request, stored, nowMillis);
    }

    /** RFC 9110 section 13.1.2. */
    private static boolean hasTag(String ifNoneMatch, StoredHead stored) {
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        EntityTag tag = Validators.entityTag(Fields.of(stored.fields()));
        return tag != null && EntityTag.list(ifNoneMatch).stream().anyMatch(tag::matchesWeakly);
    }

    /** RFC 9110 section 13.1.3; without Last-Modified the response is taken to be as new as its Date (RFC 9111 section 4.3.2). */
    private static boolean hasDate(CacheRequest request, StoredHead stored, long nowMillis) {
        Long since = HttpDates.epochSeconds(request.fields().field(HttpHeaderNames.IF_MODIFIED_SINCE), nowMillis);
        if (since == null) {
            return false;
        }
        Long modified = HttpDates.epochSeconds(stored.fields().get(HttpHeaderNames.LAST_MODIFIED), nowMillis);
        return (modified == null ? stored.dateSeconds() : modified) <= since;
    }
}

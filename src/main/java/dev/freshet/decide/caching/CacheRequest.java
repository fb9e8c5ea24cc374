package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * A request as the cache sees it. Confined to one event loop, as its fields are.
 *
 * @param method as sent
 * @param hasContent whether a body comes with it: what it means for GET nobody knows (RFC 9110 section 9.3.1)
 * @param directives what its Cache-Control or Pragma demands
 */
public record CacheRequest(String method, Fields fields, boolean hasContent, RequestDirectives directives) {
    /** Reads the directives. */
    public static CacheRequest of(String method, Fields fields, boolean hasContent) {
        return new CacheRequest(method, fields, hasContent, RequestDirectives.of(fields));
    }

    /** Whether a stored response may answer it: a GET or HEAD (RFC 9111 sections 2 and 4). */
    boolean mayBeAnsweredFromTheStore() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /**
     * Whether only the origin can answer it: its conditions are about the origin's current state (RFC 9111 section 4.3.2), or
     * it has content.
     */
    boolean isForTheOrigin() {
        return hasContent || fields.has(HttpHeaderNames.IF_MATCH) || fields.has(HttpHeaderNames.IF_UNMODIFIED_SINCE);
    }
}

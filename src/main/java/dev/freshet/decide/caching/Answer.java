package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;

/** What of a stored response a request gets. Immutable, as every kind of it is. */
public sealed interface Answer {
    /** The response as it is stored. Immutable. */
    record Whole() implements Answer {}

    /** 304: the client has it (RFC 9110 section 15.4.5). Immutable. */
    record NotModified() implements Answer {}

    /** 206 with a part of it (RFC 9110 section 15.3.7). Immutable. */
    record Part(ByteRange range) implements Answer {}

    /** 416: it has no such part (RFC 9110 section 15.5.17). Immutable. */
    record NotSatisfiable() implements Answer {}

    /** What {@code request} gets of {@code stored}: its conditions come before its Range (RFC 9110 section 13.2.2). */
    static Answer to(CacheRequest request, StoredHead stored, long nowMillis) {
        return Preconditions.notModified(request, stored, nowMillis)
                ? new NotModified()
                : Ranges.answer(request, stored);
    }
}

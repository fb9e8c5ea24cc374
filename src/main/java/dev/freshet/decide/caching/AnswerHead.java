package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * What is sent of a stored response. Confined to one event loop (the fields are a copy that its owner may change).
 *
 * @param status 206, 304, 416 or that of the stored response
 * @param fields with Age and Cache-Status; without Content-Length, which is {@code bodyBytes} except for 304
 * @param firstByte where in the stored body the answer's body begins
 * @param bodyBytes the length of the answer's body; HEAD gets the length and no body (RFC 9110 section 9.3.2)
 */
public record AnswerHead(int status, HttpHeaders fields, long firstByte, long bodyBytes) {
    /** The head of {@code answer} at {@code nowMillis} (RFC 9111 sections 4 and 5.1). */
    public static AnswerHead of(StoredHead stored, Answer answer, CacheStatus cacheStatus, long nowMillis) {
        HttpHeaders fields =
                DefaultHttpHeadersFactory.headersFactory().newHeaders().add(stored.fields());
        fields.set(HttpHeaderNames.AGE, Long.toString(stored.ageMillis(nowMillis) / 1000));
        fields.add("cache-status", cacheStatus.value());
        return switch (answer) {
            case Answer.Whole whole -> new AnswerHead(stored.status(), fields, 0, stored.bodyBytes());
            case Answer.NotModified held -> new AnswerHead(304, withoutMetadata(fields), 0, 0);
            case Answer.Part(ByteRange range) ->
                new AnswerHead(
                        206, ranged(fields, range.contentRange(stored.bodyBytes())), range.first(), range.bytes());
            case Answer.NotSatisfiable none ->
                new AnswerHead(416, ranged(withoutMetadata(fields), "bytes */" + stored.bodyBytes()), 0, 0);
        };
    }

    /** The client has what describes the representation; a tag is validator enough (RFC 9110 section 15.4.5). */
    private static HttpHeaders withoutMetadata(HttpHeaders fields) {
        fields.remove(HttpHeaderNames.CONTENT_TYPE);
        fields.remove(HttpHeaderNames.CONTENT_ENCODING);
        fields.remove(HttpHeaderNames.CONTENT_LANGUAGE);
        fields.remove(HttpHeaderNames.CONTENT_RANGE);
        if (fields.contains(HttpHeaderNames.ETAG)) {
            fields.remove(HttpHeaderNames.LAST_MODIFIED);
        }
        return fields;
    }

    private static HttpHeaders ranged(HttpHeaders fields, String contentRange) {
        return fields.set(HttpHeaderNames.CONTENT_RANGE, contentRange);
    }
}

package dev.freshet.demo;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Date;

/** Conditional requests (RFC 9110 section 13). Immutable: it has no state. */
final class Conditions {
    private Conditions() {}

    /** Whether a GET or HEAD is answered 304: If-None-Match decides where it is there, If-Modified-Since otherwise. */
    static boolean unchanged(HttpHeaders headers, Document document) {
        if (headers.contains(HttpHeaderNames.IF_NONE_MATCH)) {
            return headers.getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
                    .anyMatch(tags -> names(tags, document.etag()));
        }
        String since = headers.get(HttpHeaderNames.IF_MODIFIED_SINCE);
        if (since == null) {
            return false;
        }
        Date date = DateFormatter.parseHttpDate(since);
        return date != null && date.toInstant().toEpochMilli() >= document.modifiedMillis();
    }

    /** Weak comparison (RFC 9110 section 8.8.3.2); the origin's own tags hold no comma. */
    private static boolean names(String tags, String etag) {
        for (String tag : tags.split(",", -1)) {
            String trimmed = tag.strip();
            if (trimmed.equals("*") || trimmed.equals(etag) || trimmed.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}

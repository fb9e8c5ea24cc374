package dev.freshet.server;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header lists of HTTP/2 responses (RFC 9113 section 8.3.2). Immutable: pure functions only. */
final class Http2Fields {
    private Http2Fields() {}

    /** The header list of an answer of ours. */
    static Http2Headers of(Answer answer) {
        Http2Headers headers = withStatus(answer.status());
        for (Field each : answer.fields()) {
            headers.add(AsciiString.of(each.name()).toLowerCase(), AsciiString.of(each.value()));
        }
        return headers;
    }

    /**
     * The header list of a passed response.
     *
     * @param bodyBytes for Content-Length; -1: unknown
     * @param date added where the upstream sent none; null: not a final response
     */
    static Http2Headers of(int status, HttpHeaders fields, long bodyBytes, @Nullable String date) {
        Http2Headers headers = withStatus(status);
        copy(fields, headers);
        if (bodyBytes >= 0) {
            headers.set("content-length", Long.toString(bodyBytes));
        }
        if (date != null && !headers.contains("date")) {
            headers.set("date", date);
        }
        return headers;
    }

    /** Trailers. */
    static Http2Headers of(HttpHeaders trailers) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        copy(trailers, headers);
        return headers;
    }

    private static Http2Headers withStatus(int status) {
        return new DefaultHttp2Headers(false).status(AsciiString.of(Integer.toString(status)));
    }

    private static void copy(HttpHeaders from, Http2Headers to) {
        Iterator<Map.Entry<CharSequence, CharSequence>> each = from.iteratorCharSequence();
        while (each.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            to.add(AsciiString.of(field.getKey()).toLowerCase(), field.getValue());
        }
    }
}

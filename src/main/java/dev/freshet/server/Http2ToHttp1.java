package dev.freshet.server;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fields of an HTTP/2 request as HTTP/1.1 has them (RFC 9113 section 8.2.3, 8.3.1). Immutable: pure functions only. */
final class Http2ToHttp1 {
    private static final List<AsciiString> FRAMING =
            List.of(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.TRAILER);

    private Http2ToHttp1() {}

    /** The fields without pseudo-header fields, the crumbs of Cookie joined into one. */
    static List<Map.Entry<CharSequence, CharSequence>> fields(Http2Headers headers) {
        List<Map.Entry<CharSequence, CharSequence>> fields = new ArrayList<>(headers.size());
        StringBuilder cookie = new StringBuilder();
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            if (HttpHeaderNames.COOKIE.contentEqualsIgnoreCase(each.getKey())) {
                cookie.append(cookie.isEmpty() ? "" : "; ").append(each.getValue());
            } else if (each.getKey().charAt(0) != ':') {
                fields.add(each);
            }
        }
        if (!cookie.isEmpty()) {
            fields.add(new SimpleImmutableEntry<>(HttpHeaderNames.COOKIE, cookie));
        }
        return fields;
    }

    /** Trailers, whose values have been found sound, without those that frame, which none may be (RFC 9110 section 6.5.1). */
    static HttpHeaders trailers(Http2Headers headers) {
        HttpHeaders trailers = DefaultHttpHeadersFactory.trailersFactory().newHeaders();
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            if (FRAMING.stream().noneMatch(name -> name.contentEqualsIgnoreCase(each.getKey()))) {
                trailers.add(each.getKey(), each.getValue());
            }
        }
        return trailers;
    }
}

package dev.freshet.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that belong to one connection and are not forwarded (RFC 9110 section 7.6.1). Proxy-Authenticate counts among
 * them: it speaks to the client of the connection it came on (section 11.7.1), which is Freshet. Trailer does not: the
 * trailers it announces are forwarded. Thread-safe: stateless.
 */
final class HopByHop {
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

    /** For everybody on the way, so that Connection may not name them (RFC 9110 section 7.6.1): a cache goes by them. */
    private static final Set<String> END_TO_END = Set.of(
            "age",
            "cache-control",
            "cdn-cache-control",
            "date",
            "etag",
            "expires",
            "last-modified",
            "set-cookie",
            "vary");

    private HopByHop() {}

    /** Removes them, also Content-Length, which is told apart from the fields; true if Connection says {@code close}. */
    static boolean strip(HttpHeaders headers) {
        boolean close = headers.contains(HttpHeaderNames.CONNECTION) && stripNamed(headers);
        headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION);
        headers.remove(HttpHeaderNames.PROXY_AUTHENTICATE);
        headers.remove(HttpHeaderNames.TE);
        headers.remove(HttpHeaderNames.UPGRADE);
        return close;
    }

    private static boolean stripNamed(HttpHeaders headers) {
        boolean close = false;
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String option : value.split(",", -1)) {
                String name = option.strip();
                if (name.equalsIgnoreCase("close")) {
                    close = true;
                } else if (!name.isEmpty() && !END_TO_END.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.remove(name);
                }
            }
        }
        headers.remove(HttpHeaderNames.CONNECTION);
        return close;
    }
}

package dev.freshet.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that belong to one connection and are not forwarded (RFC 9110 section 7.6.1). Proxy-Authenticate counts among
 * them: it speaks to the client of the connection it came on (section 11.7.1), which is Freshet. Trailer does not: the
 * trailers it announces are forwarded. Thread-safe: stateless.
 */
public final class HopByHop {
    /** Their names, in requests and responses; beside them Connection names those of one message. */
    public static final List<AsciiString> FIELDS = List.of(
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.TE,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE);

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
        FIELDS.forEach(headers::remove);
        headers.remove(HttpHeaderNames.CONTENT_LENGTH);
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
        return close;
    }
}

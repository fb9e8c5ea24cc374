package dev.freshet.server;

import dev.freshet.decide.RequestView;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2 whose header list has been found well-formed (RFC 9113 section 8.3.1). Confined to one event loop.
 *
 * @param fields as decoded, pseudo-header fields among them
 * @param method any token but CONNECT
 * @param target the value of :path
 * @param authority the value of :authority, or of Host where there is none; may be empty
 * @param host lower case, without port
 * @param bodyBytes the declared length of the body; 0: none; -1: unknown
 */
record Http2Request(Http2Headers fields, String method, String target, String authority, String host, long bodyBytes)
        implements RequestView {

    /** RFC 9110 section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** The request in {@code fields}, or null where they are malformed; {@code ended}: no body follows. */
    static @Nullable Http2Request of(Http2Headers fields, boolean ended) {
        CharSequence method = fields.method();
        CharSequence path = fields.path();
        List<CharSequence> hosts = fields.getAll(HttpHeaderNames.HOST);
        if (fields.contains(":protocol")) {
            return null; // extended CONNECT is not announced (RFC 8441 section 3)
        }
        if (method == null || path == null || fields.scheme() == null || hosts.size() > 1) {
            return null;
        }
        CharSequence host = hosts.isEmpty() ? null : hosts.getFirst();
        CharSequence named = fields.authority() == null ? host : fields.authority();
        String authority = named == null ? "" : named.toString();
        boolean sound =
                TOKEN.matcher(method).matches() && !HttpMethod.CONNECT.name().contentEquals(method);
        boolean agreed = host == null || host.toString().equalsIgnoreCase(authority);
        if (!sound || !agreed || !Authority.isValid(authority) || !isTarget(path.toString(), method.toString())) {
            return null;
        }
        long bodyBytes = ended ? 0 : declaredLength(fields);
        return new Http2Request(
                fields, method.toString(), path.toString(), authority, Authority.host(authority), bodyBytes);
    }

    @Override
    public @Nullable String field(CharSequence name) {
        CharSequence first = fields.get(name);
        if (first == null) {
            return null;
        }
        List<CharSequence> all = fields.getAll(name);
        return all.size() == 1 ? first.toString() : all.stream().collect(Collectors.joining(", "));
    }

    /** Whether the answer has no body. */
    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the client waits for 100 (Continue) before it sends the body. */
    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(field(HttpHeaderNames.EXPECT));
    }

    private static boolean isTarget(String path, String method) {
        return (path.startsWith("/") || (path.equals("*") && method.equals("OPTIONS")))
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
    }

    /** The decoder has seen to it that Content-Length is one number that the DATA frames agree with. */
    private static long declaredLength(Http2Headers fields) {
        return fields.getLong(HttpHeaderNames.CONTENT_LENGTH, -1L);
    }
}

package dev.freshet.server;

import dev.freshet.decide.Authority;
import dev.freshet.decide.RequestView;
import dev.freshet.server.strict.Http2Values;
import dev.freshet.server.strict.Octets;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2 whose header list has been found well-formed (RFC 9113 section 8.3.1). Confined to one event loop.
 *
 * @param fields as decoded, pseudo-header fields among them
 * @param method any token; CONNECT with a protocol only
 * @param protocol the value of :protocol, which makes it an extended CONNECT (RFC 8441 section 4); null: there is none
 * @param target the value of :path
 * @param authority the value of :authority, or of Host where there is none; it is never empty
 * @param host lower case, without port
 * @param bodyBytes the declared length of the body; 0: none; -1: unknown
 */
record Http2Request(
        Http2Headers fields,
        String method,
        @Nullable String protocol,
        String target,
        String authority,
        String host,
        long bodyBytes)
        implements RequestView {
    private static final int HTTPS_PORT = 443;
    private static final String PROTOCOL = ":protocol";

    /** The request in {@code fields}, or null where they are malformed; {@code ended}: no body follows. */
    static @Nullable Http2Request of(Http2Headers fields, boolean ended) {
        CharSequence method = fields.method();
        CharSequence path = fields.path();
        List<CharSequence> hosts = fields.getAll(HttpHeaderNames.HOST);
        CharSequence protocol = fields.get(PROTOCOL);
        if (protocol != null && !isToken(protocol)) {
            return null;
        }
        if (method == null
                || path == null
                || !isHttp(fields.scheme())
                || hosts.size() > 1
                || !Http2Values.areSound(fields)) {
            return null;
        }
        CharSequence host = hosts.isEmpty() ? null : hosts.getFirst();
        CharSequence named = fields.authority() == null ? host : fields.authority();
        String authority = named == null ? "" : named.toString();
        boolean connects = HttpMethod.CONNECT.name().contentEquals(method);
        boolean sound = isToken(method) && connects == (protocol != null);
        if (!sound
                || !Authority.isValid(authority)
                || !agrees(host, authority)
                || !isTarget(path.toString(), method.toString())) {
            return null;
        }
        long bodyBytes = ended || connects ? 0 : declaredLength(fields);
        return new Http2Request(
                fields,
                method.toString(),
                protocol == null ? null : protocol.toString(),
                path.toString(),
                authority,
                Authority.host(authority),
                bodyBytes);
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

    /** Whether it asks for a tunnel to a WebSocket server. */
    boolean isWebSocket() {
        return "websocket".equalsIgnoreCase(protocol);
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
                && path.chars().allMatch(Octets::isTarget);
    }

    private static boolean isToken(CharSequence method) {
        return !method.isEmpty() && method.chars().allMatch(Octets::isToken);
    }

    private static boolean isHttp(@Nullable CharSequence scheme) {
        return AsciiString.contentEqualsIgnoreCase(scheme, "https")
                || AsciiString.contentEqualsIgnoreCase(scheme, "http");
    }

    /** Whether Host, which is not needed here, says the same as the authority (RFC 9113 section 8.3.1). */
    private static boolean agrees(@Nullable CharSequence host, String authority) {
        return host == null
                || (Authority.isValid(host.toString()) && Authority.same(host.toString(), authority, HTTPS_PORT));
    }

    /** The decoder has seen to it that Content-Length is one number that the DATA frames agree with. */
    private static long declaredLength(Http2Headers fields) {
        return fields.getLong(HttpHeaderNames.CONTENT_LENGTH, -1L);
    }
}

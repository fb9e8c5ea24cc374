package dev.freshet.server;

import dev.freshet.decide.Authority;
import dev.freshet.server.strict.Octets;
import dev.freshet.server.strict.RefusedRequestException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells a sound request head from one that must not be acted on nor forwarded (RFC 9112 sections 2.2, 3.2, 5.1, 6.1, 6.3).
 * Everything ambiguous about where a message ends or whom it is for is refused. Immutable: pure functions only.
 */
final class Http1Parse {
    private static final int HTTP = "http://".length();
    private static final int HTTPS = "https://".length();

    private Http1Parse() {}

    /** What a head turned out to be. */
    sealed interface Result {
        /** It may be acted on. Immutable. */
        record Sound(Http1Request request) implements Result {}

        /** It is answered with {@code status} and the connection closes. Immutable. */
        record Refused(int status, String detail) implements Result {}
    }

    /** Judges {@code message} as the decoder gave it. */
    static Result parse(HttpRequest message) {
        if (message.decoderResult().isFailure()) {
            return undecodable(message.decoderResult().cause());
        }
        HttpVersion version = message.protocolVersion();
        if (version.majorVersion() != 1 || version.minorVersion() > 1) {
            return refused(505, "This server speaks HTTP/1.0, HTTP/1.1 and HTTP/2.");
        }
        if (message.method().equals(HttpMethod.CONNECT)) {
            return refused(501, "This server is no tunnel.");
        }
        if (message.method().equals(HttpMethod.TRACE)) {
            return refused(501, "This server does not echo requests.");
        }
        List<String> hosts = message.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && version.minorVersion() == 1)) {
            return refused(400, "A request must have exactly one Host field.");
        }
        String host = hosts.isEmpty() ? "" : hosts.getFirst();
        if (!hosts.isEmpty() && !Authority.isValid(host)) {
            return refused(400, "The Host field is not a host with an optional port.");
        }
        return withFraming(message, host);
    }

    private static Result withFraming(HttpRequest message, String host) {
        HttpHeaders headers = message.headers();
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            String coding = String.join(",", codings);
            boolean certain = lengths.isEmpty() && message.protocolVersion().minorVersion() == 1;
            if (certain && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
                return withTarget(message, host, -1);
            }
            return certain && endsChunked(coding)
                    ? refused(501, "This server knows no transfer coding but chunked.")
                    : refused(
                            400, "Transfer-Encoding must be exactly chunked, in HTTP/1.1 and without Content-Length.");
        }
        if (lengths.isEmpty()) {
            return withTarget(message, host, 0);
        }
        String length = lengths.getFirst();
        boolean number =
                lengths.size() == 1 && length.length() <= 18 && length.chars().allMatch(Http1Parse::isDigit);
        return number && !length.isEmpty()
                ? withTarget(message, host, Long.parseLong(length))
                : refused(400, "Content-Length must be one number.");
    }

    /** Whether the end of the body is certain, but not its meaning: other codings, and then chunked, once. */
    private static boolean endsChunked(String codings) {
        List<String> applied =
                Arrays.stream(codings.split(",", -1)).map(String::strip).toList();
        List<String> others = applied.subList(0, applied.size() - 1);
        return applied.getLast().equalsIgnoreCase("chunked")
                && others.stream().noneMatch(each -> each.isEmpty() || each.equalsIgnoreCase("chunked"));
    }

    private static Result withTarget(HttpRequest message, String host, long bodyBytes) {
        String target = message.uri();
        if (!target.chars().allMatch(Octets::isTarget)) {
            return refused(400, "The request target has a character that must be percent-encoded.");
        }
        if (target.startsWith("/") || (target.equals("*") && message.method().equals(HttpMethod.OPTIONS))) {
            return sound(message, target, host, bodyBytes);
        }
        int scheme = absolute(target);
        if (scheme == 0) {
            return refused(400, "The request target must begin with a slash or be an absolute URI.");
        }
        int slash = firstOf(target, scheme);
        String authority = target.substring(scheme, slash);
        int port = scheme == HTTP ? 80 : 443;
        if (!Authority.isValid(authority) || !(host.isEmpty() || Authority.same(host, authority, port))) {
            return refused(400, "The request target and the Host field disagree.");
        }
        String path = target.substring(slash);
        if (path.isEmpty() && message.method().equals(HttpMethod.OPTIONS)) {
            return sound(message, "*", authority, bodyBytes); // of the server as a whole (RFC 9112 section 3.2.4)
        }
        return sound(message, path.startsWith("/") ? path : "/" + path, authority, bodyBytes);
    }

    private static Result sound(HttpRequest message, String target, String authority, long bodyBytes) {
        return new Result.Sound(new Http1Request(message, target, authority, Authority.host(authority), bodyBytes));
    }

    private static Result undecodable(Throwable cause) {
        return switch (cause) {
            case RefusedRequestException e -> refused(e.status(), e.detail());
            case TooLongHttpLineException _ -> refused(414, "The request line is too long.");
            case TooLongHttpHeaderException _ -> refused(431, "The header section is too large.");
            default -> refused(400, "The request is malformed.");
        };
    }

    private static Result refused(int status, String detail) {
        return new Result.Refused(status, detail);
    }

    /** The length of an absolute target's scheme with its slashes; 0: it is none. */
    private static int absolute(String target) {
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return HTTP;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? HTTPS : 0;
    }

    private static int firstOf(String target, int from) {
        for (int i = from; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}

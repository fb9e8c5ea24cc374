package dev.freshet.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a request that is not well-formed HTTP/1 (RFC 9112) or passes a bound; its connection closes then.
 * Thread-safe: has no state.
 */
final class Refusal {
    private Refusal() {}

    /** The answer, or null where nothing is wrong with the request. */
    static @Nullable Reply of(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return undecoded(request.decoderResult().cause());
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return Reply.problem(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "This listener speaks HTTP/1.1.");
        }
        if (!namesItsHost(request)) {
            return Reply.problem(
                    HttpResponseStatus.BAD_REQUEST, "An HTTP/1.1 request has one Host (RFC 9112 section 3.2).");
        }
        return null;
    }

    private static Reply undecoded(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                Reply.problem(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The request line is too long.");
            case TooLongHttpHeaderException _ ->
                Reply.problem(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The header section is too large.");
            case RefusedRequestException refused -> refused.reply();
            default -> Reply.problem(HttpResponseStatus.BAD_REQUEST, "The request is not HTTP/1.1.");
        };
    }

    private static boolean namesItsHost(FullHttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        return hosts == 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_0));
    }
}

package dev.freshet.upstream;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Makes a request's head ready for the wire: Host, and exactly one way to tell where the body ends (RFC 9112 section 6).
 * Whatever the caller's fields said of either is replaced. Thread-safe: stateless.
 */
final class RequestFraming {

    private RequestFraming() {}

    /** A request without a body, complete. */
    static HttpRequest whole(RequestHead head, String authority) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                head.method(),
                head.target(),
                Unpooled.EMPTY_BUFFER,
                framed(head, authority),
                EmptyHttpHeaders.INSTANCE);
    }

    /** The head of a request whose body follows. */
    static HttpRequest start(RequestHead head, String authority) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, head.method(), head.target(), framed(head, authority));
    }

    private static HttpHeaders framed(RequestHead head, String authority) {
        HttpHeaders headers = head.headers();
        HopByHop.strip(headers);
        headers.set(HttpHeaderNames.HOST, head.authority().isEmpty() ? authority : head.authority());
        if (head.bodyBytes() < 0) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (head.bodyBytes() > 0 || expectsBody(head.method())) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(head.bodyBytes()));
        }
        if (head.upgrade() != null) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.set(HttpHeaderNames.UPGRADE, head.upgrade());
        }
        return headers;
    }

    /** Methods whose meaning anticipates content say so even when there is none (RFC 9110 section 8.6). */
    private static boolean expectsBody(HttpMethod method) {
        return method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT) || method.equals(HttpMethod.PATCH);
    }
}

package dev.freshet.server;

import dev.freshet.decide.RequestView;
import dev.freshet.decide.Upgrades;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 or 1.0 whose head has been found sound. Confined to one event loop (the headers are mutable).
 *
 * @param message as decoded
 * @param target origin-form, or {@code *}
 * @param authority the value of Host, or of an absolute target; empty where an HTTP/1.0 client names none
 * @param host lower case, without port
 * @param bodyBytes the declared length of the body; 0: none; -1: chunked
 */
record Http1Request(HttpRequest message, String target, String authority, String host, long bodyBytes)
        implements RequestView {

    @Override
    public String method() {
        return message.method().name();
    }

    @Override
    public @Nullable String field(CharSequence name) {
        HttpHeaders headers = message.headers();
        String first = headers.get(name);
        if (first == null) {
            return null;
        }
        List<String> all = headers.getAll(name);
        return all.size() == 1 ? first : String.join(", ", all);
    }

    /** The protocols that it asks to switch to and that may be tunnelled; null: none, or it has a body or is of HTTP/1.0. */
    @Nullable String upgrade() {
        boolean able = !hasBody() && message.protocolVersion().minorVersion() == 1;
        return able && message.headers().contains(HttpHeaderNames.UPGRADE)
                ? Upgrades.forwarded(field(HttpHeaderNames.CONNECTION), field(HttpHeaderNames.UPGRADE))
                : null;
    }

    /** Whether the method is HEAD, so that the answer has no body. */
    boolean isHead() {
        return message.method().name().equals("HEAD");
    }

    /** Whether there is a body to come after the head. */
    boolean hasBody() {
        return bodyBytes != 0;
    }

    /** Whether it is a GET or HEAD of HTTP/1.1 that is its head alone and keeps its connection. */
    boolean isPlain() {
        boolean plainMethod = isHead() || message.method().name().equals("GET");
        return plainMethod
                && message.protocolVersion().minorVersion() == 1
                && bodyBytes == 0
                && !message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && !message.headers().contains(HttpHeaderNames.EXPECT)
                && HttpUtil.isKeepAlive(message);
    }

    /** Whether the client expects something of the server before it goes on (RFC 9110 section 10.1.1). */
    boolean expects() {
        return message.headers().contains(HttpHeaderNames.EXPECT)
                && message.protocolVersion().minorVersion() == 1;
    }

    /** Whether what it expects is 100 (Continue), the only expectation there is. */
    boolean expectsContinue() {
        return expects() && message.headers().contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
    }
}

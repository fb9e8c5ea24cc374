package dev.freshet.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request to an upstream, made of validated parts. The headers hold end-to-end fields only: the exchange
 * adds Content-Length or Transfer-Encoding from {@code body}, Host from {@code authority}, and Upgrade with its Connection. Confined to one event loop
 * (the headers are mutable).
 *
 * @param method any token
 * @param target origin-form, or {@code *} for OPTIONS (RFC 9112 section 3.2)
 * @param authority the value of Host; empty: the server's own
 * @param headers end-to-end fields, without Host, Content-Length, Transfer-Encoding
 * @param bodyBytes the length of the body; 0: none; -1: unknown, sent chunked
 * @param upgrade the value of Upgrade, of a request without a body; null: no other protocol is asked for
 */
public record RequestHead(
        HttpMethod method,
        String target,
        String authority,
        HttpHeaders headers,
        long bodyBytes,
        @Nullable String upgrade) {

    /** A request that asks for no other protocol. */
    public RequestHead(HttpMethod method, String target, String authority, HttpHeaders headers, long bodyBytes) {
        this(method, target, authority, headers, bodyBytes, null);
    }
}

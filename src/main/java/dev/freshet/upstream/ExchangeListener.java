package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Hears what an upstream answers, in the order: {@code informational*, head, body*, (end | failed)}, or
 * {@code informational*, switched}, or {@code failed} alone; nothing after {@code end}, {@code switched} or {@code failed},
 * nothing after {@link Exchange#cancel()}. Called on the event loop
 * that opened the exchange, never from inside {@link Upstream#open}. Implementations are confined to that loop.
 */
public interface ExchangeListener {
    /** A 1xx response other than 101 (RFC 9110 section 15.2), hop-by-hop fields removed. */
    void informational(int status, HttpHeaders headers);

    /** The final response's head. */
    void head(ResponseHead head);

    /** Part of the body; the listener owns {@code data} and releases it. */
    void body(ByteBuf data);

    /** The response is complete; {@code trailers} may be empty. */
    void end(HttpHeaders trailers);

    /**
     * The server switches to another protocol, as the request's head asked it to; the listener owns the connection. Whoever
     * never asks never hears this.
     */
    default void switched(Switched switched) {
        throw new IllegalStateException("nobody asked for another protocol");
    }

    /** The exchange failed; if the head has been heard, the response is truncated and must not be taken for whole. */
    void failed(Fault fault);

    /** The request side became writable again after {@link Exchange#writable()} had been false. */
    void writable();
}

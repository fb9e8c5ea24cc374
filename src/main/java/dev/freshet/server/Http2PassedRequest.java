package dev.freshet.server;

import dev.freshet.server.pass.PassedExchange;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request of one stream on its way through the upstream, and the bytes of its body not yet given back to the client's
 * window. Confined to the event loop of its connection.
 */
final class Http2PassedRequest {
    private final PassedExchange exchange;
    private final @Nullable BodyBound body;
    private final @Nullable Http2TunnelEnd tunnel;
    private int unconsumedBytes;

    /** {@code body}: null where there is none; {@code tunnel}: what an extended CONNECT is to become, else null. */
    Http2PassedRequest(PassedExchange exchange, @Nullable BodyBound body, @Nullable Http2TunnelEnd tunnel) {
        this.exchange = exchange;
        this.body = body;
        this.tunnel = tunnel;
    }

    PassedExchange exchange() {
        return exchange;
    }

    /** What it is to become, or has become; null: no tunnel. */
    @Nullable Http2TunnelEnd tunnel() {
        return tunnel;
    }

    /** {@code bytes} of its body have come; false: it is too long. */
    boolean takes(int bytes) {
        return body == null || body.takes(bytes);
    }

    /** Whether its body comes too slowly at {@code nowNanos}; {@code open}: the client's windows are. */
    boolean isTooSlow(long nowNanos, boolean open) {
        boolean awaited = open && unconsumedBytes == 0 && exchange.wantsRequest();
        return body != null && !exchange.requestEnded() && body.isTooSlow(nowNanos, awaited);
    }

    /** Whether the client has said all of it. */
    boolean isSaid() {
        return tunnel == null ? exchange.requestEnded() : tunnel.hasEnded();
    }

    /** Whether the client need not say anything as long as that lasts: the upstream owes it something, or it has a tunnel. */
    boolean mayBeSilent() {
        return tunnel != null || exchange.awaitsResponse();
    }

    /** So many bytes have come and stay in the client's window until {@link #consume}. */
    void hold(int bytes) {
        unconsumedBytes += bytes;
    }

    /** Gives back what the window of {@code stream} is still held for; whether that was anything. */
    boolean consume(Http2Stream stream, Http2LocalFlowController flow) throws Http2Exception {
        int consumed = unconsumedBytes;
        unconsumedBytes = 0;
        if (consumed > 0) {
            flow.consumeBytes(stream, consumed);
        }
        return consumed > 0;
    }
}

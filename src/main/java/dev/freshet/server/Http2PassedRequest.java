package dev.freshet.server;

import dev.freshet.server.pass.PassedExchange;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * A request of one stream on its way through the upstream, and the bytes of its body not yet given back to the client's
 * window. Confined to the event loop of its connection.
 */
final class Http2PassedRequest {
    private final PassedExchange exchange;
    private int unconsumedBytes;

    Http2PassedRequest(PassedExchange exchange) {
        this.exchange = exchange;
    }

    PassedExchange exchange() {
        return exchange;
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

package dev.freshet.compare;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * Puts Netty's HTTP/2 together for a client: no push, and windows so wide that the client never slows down what it
 * measures. Confined to one call.
 */
final class Http2Codec extends AbstractHttp2ConnectionHandlerBuilder<Http2Client, Http2Codec> {
    private static final int STREAM_WINDOW = 4 << 20;
    private static final int LONGEST_HEADER_LIST = 64 * 1024;
    private static final long NO_GRACE = 0;

    private final Http2Exchanges exchanges;

    private Http2Codec(Http2Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    /** A handler for one new connection. */
    static Http2Client handler(Http2Exchanges exchanges) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(false, 0);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        return new Http2Codec(exchanges)
                .connection(connection)
                .initialSettings(new Http2Settings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(LONGEST_HEADER_LIST))
                .validateHeaders(false)
                .frameListener(exchanges)
                .gracefulShutdownTimeoutMillis(NO_GRACE)
                .build();
    }

    @Override
    protected Http2Client build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return new Http2Client(decoder, encoder, settings, exchanges);
    }
}

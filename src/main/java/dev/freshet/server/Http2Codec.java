package dev.freshet.server;

import dev.freshet.server.strict.StrictHttp2Decoder;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * Puts Netty's HTTP/2 together with every limit said: concurrent streams, header lists, resets, empty frames, queued
 * control frames. Streams share the connection evenly: priorities are obsolete (RFC 9113 section 5.3). Confined to one
 * call.
 */
final class Http2Codec extends AbstractHttp2ConnectionHandlerBuilder<Http2ClientConnection, Http2Codec> {
    private static final int MAX_RESETS_PER_WINDOW = 400;
    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int MAX_EMPTY_DATA_FRAMES = 10;
    private static final int MAX_QUEUED_CONTROL_FRAMES = 10_000;
    /** The deadline of a stop is the server's, and what is stuck is swept. */
    private static final long NO_DEADLINE = -1;

    private final Worker worker;

    private Http2Codec(Worker worker) {
        this.worker = worker;
    }

    /** A handler for one new connection. */
    static Http2ClientConnection handler(Worker worker) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true, 0);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        return new Http2Codec(worker)
                .connection(connection)
                .initialSettings(new Http2Settings()
                        .maxConcurrentStreams(worker.limits().streams())
                        .maxHeaderListSize(worker.limits().requestHeadBytes())
                        .connectProtocolEnabled(worker.site().passes()))
                .validateHeaders(true)
                .frameListener(new Http2FrameAdapter())
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES)
                .decoderEnforceMaxRstFramesPerWindow(MAX_RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES)
                .gracefulShutdownTimeoutMillis(NO_DEADLINE)
                .build();
    }

    @Override
    protected Http2ClientConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return new Http2ClientConnection(worker, new StrictHttp2Decoder(decoder), encoder, settings);
    }
}

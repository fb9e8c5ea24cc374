package dev.freshet.compare;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 end of a connection, from the preface to GOAWAY; its requests are {@link Http2Exchanges}. Confined to its event
 * loop.
 */
final class Http2Client extends Http2ConnectionHandler {
    private static final int CONNECTION_WINDOW = 16 << 20;

    private final Http2Exchanges exchanges;

    /** {@code exchanges} is the frame listener of the decoder. */
    Http2Client(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Http2Exchanges exchanges) {
        super(decoder, encoder, settings, false);
        this.exchanges = exchanges;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        exchanges.opened(context, connection(), encoder());
        super.handlerAdded(context);
        connection().local().flowController().incrementWindowSize(connection().connectionStream(), CONNECTION_WINDOW);
        context.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        exchanges.reading(true);
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        exchanges.reading(false);
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        exchanges.ended("closed without a complete answer");
        super.channelInactive(context);
        exchanges.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(context, cause);
        } else {
            exchanges.ended(NetworkReason.of(cause));
            context.close();
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        exchanges.trouble(error.streamId(), "HTTP/2: " + error.error());
        super.onStreamError(context, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        exchanges.ended(error == null ? NetworkReason.of(cause) : "HTTP/2: " + error.error());
        super.onConnectionError(context, outbound, cause, error);
        context.close();
    }
}

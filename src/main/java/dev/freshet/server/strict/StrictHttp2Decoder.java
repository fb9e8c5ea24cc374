package dev.freshet.server.strict;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder, with the errors that RFC 9113 section 5.1 asks for: what comes on a stream after its end is an error of
 * the connection, and a second header list on a request that has ended is STREAM_CLOSED. What was on its way when a stream
 * was reset is neither. Confined to the event loop of its connection.
 */
public final class StrictHttp2Decoder extends DecoratingHttp2ConnectionDecoder {
    /** How many resets back a late frame is forgiven. */
    private static final int REMEMBERED = 128;

    private final Http2Connection.PropertyKey unfinished;
    private final Http2Connection.PropertyKey taken;
    /** The last streams that ended before their requests did, a ring; null: there was none yet. */
    private int @Nullable [] reset;

    private int resets;

    public StrictHttp2Decoder(Http2ConnectionDecoder delegate) {
        super(delegate);
        unfinished = connection().newKey();
        taken = connection().newKey();
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamActive(Http2Stream stream) {
                if (stream.state() == Http2Stream.State.OPEN) {
                    stream.setProperty(unfinished, Boolean.TRUE);
                }
            }

            @Override
            public void onStreamHalfClosed(Http2Stream stream) {
                if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
                    stream.removeProperty(unfinished);
                }
            }

            @Override
            public void onStreamClosed(Http2Stream stream) {
                if (stream.removeProperty(unfinished) != null) {
                    remember(stream.id());
                }
            }
        });
    }

    @Override
    public void frameListener(Http2FrameListener listener) {
        super.frameListener(new Http2FrameListenerDecorator(listener) {
            @Override
            public void onHeadersRead(
                    ChannelHandlerContext ctx,
                    int id,
                    Http2Headers headers,
                    int dependency,
                    short weight,
                    boolean exclusive,
                    int padding,
                    boolean ends)
                    throws Http2Exception {
                super.onHeadersRead(ctx, id, headers, dependency, weight, exclusive, padding, ends);
                Http2Stream stream = connection().stream(id);
                if (stream != null && !stream.isHeadersSent()) {
                    stream.setProperty(taken, Boolean.TRUE);
                }
            }
        });
    }

    /** The caller keeps {@code in}. */
    @Override
    public void decodeFrame(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Http2Exception {
        try {
            super.decodeFrame(ctx, in, out);
        } catch (Http2Exception.StreamException e) {
            throw judged(e);
        }
    }

    private Http2Exception judged(Http2Exception.StreamException error) {
        int id = error.streamId();
        Http2Stream stream = connection().stream(id);
        if (stream == null) {
            boolean late = error.error() == Http2Error.STREAM_CLOSED && !wasReset(id);
            return late
                    ? Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "a frame on an ended stream")
                    : error;
        }
        boolean ended = error.error() == Http2Error.PROTOCOL_ERROR
                && stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE
                && (stream.isHeadersSent() || stream.getProperty(taken) != null);
        return ended ? Http2Exception.streamError(id, Http2Error.STREAM_CLOSED, "a frame on an ended request") : error;
    }

    private void remember(int id) {
        int[] ring = reset == null ? new int[REMEMBERED] : reset;
        ring[resets++ % REMEMBERED] = id;
        reset = ring;
    }

    private boolean wasReset(int id) {
        if (reset != null) {
            for (int each : reset) {
                if (each == id) {
                    return true;
                }
            }
        }
        return false;
    }
}

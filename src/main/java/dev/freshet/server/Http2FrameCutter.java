package dev.freshet.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * Cuts what a client sends into the preface and whole frames, so that between two of them nobody is inside a frame.
 * Confined to the event loop of its connection.
 */
final class Http2FrameCutter {
    private int prefaceLeft = Http2CodecUtil.connectionPrefaceBuf().readableBytes();

    /**
     * How many of the readable bytes come next: (part of) the preface or a whole frame; 0 while a frame is not complete.
     * A frame that is longer than allowed is not waited for: all there is comes next, for the decoder to refuse.
     */
    int next(ByteBuf in) {
        if (prefaceLeft > 0) {
            int part = Math.min(prefaceLeft, in.readableBytes());
            prefaceLeft -= part;
            return part;
        }
        if (in.readableBytes() < Http2Frame.HEADER_BYTES) {
            return 0;
        }
        int payload = Http2Frame.payloadBytes(in, in.readerIndex());
        if (payload > Http2Frame.MAX_PAYLOAD_BYTES) {
            return in.readableBytes();
        }
        int whole = Http2Frame.HEADER_BYTES + payload;
        return in.readableBytes() < whole ? 0 : whole;
    }

    /** Whether the preface has been cut off: what comes next are frames. */
    boolean pastPreface() {
        return prefaceLeft == 0;
    }
}

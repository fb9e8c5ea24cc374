package dev.freshet.server;

import io.netty.buffer.ByteBuf;

/** HTTP/2 frames as they lie in a buffer (RFC 9113 section 4.1). Immutable: pure functions only. */
final class Http2Frame {
    /** Length, type, flags and stream, before each payload. */
    static final int HEADER_BYTES = 9;
    /** The longest payload that every peer takes, and the longest taken here (RFC 9113 section 4.2). */
    static final int MAX_PAYLOAD_BYTES = 16 * 1024;

    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int WINDOW_UPDATE = 0x8;
    static final int PUSH_PROMISE = 0x5;
    static final int CONTINUATION = 0x9;

    static final int END_STREAM = 0x1;
    /** Of SETTINGS. */
    static final int ACK = 0x1;

    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int WITH_PRIORITY = 0x20;

    private static final int FLAGS_AT = 4;
    private static final int STREAM_AT = 5;

    private Http2Frame() {}

    /** The payload's length in bytes. */
    static int payloadBytes(ByteBuf in, int frame) {
        return in.getUnsignedMedium(frame);
    }

    /** Whether {@code bytes} readable bytes are exactly one frame. */
    static boolean isWhole(ByteBuf in, int bytes) {
        return bytes >= HEADER_BYTES && bytes == HEADER_BYTES + payloadBytes(in, in.readerIndex());
    }

    static int type(ByteBuf in, int frame) {
        return in.getUnsignedByte(frame + 3);
    }

    static int flags(ByteBuf in, int frame) {
        return in.getUnsignedByte(frame + FLAGS_AT);
    }

    /** The stream's identifier without the reserved bit. */
    static int stream(ByteBuf in, int frame) {
        return in.getInt(frame + STREAM_AT) & 0x7fff_ffff;
    }

    /** Writes a frame's first nine bytes. */
    static void begin(ByteBuf out, int payloadBytes, int type, int flags, int stream) {
        out.writeMedium(payloadBytes).writeByte(type).writeByte(flags).writeInt(stream);
    }

    /** Says which stream the frame at {@code frame} belongs to. */
    static void address(ByteBuf out, int frame, int stream) {
        out.setInt(frame + STREAM_AT, stream);
    }

    /** Changes the flags of the frame at {@code frame}. */
    static void flag(ByteBuf out, int frame, int flags) {
        out.setByte(frame + FLAGS_AT, flags);
    }
}

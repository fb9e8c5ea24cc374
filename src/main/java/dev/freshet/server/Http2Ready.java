package dev.freshet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The frames of a whole answer in one direct buffer, to be copied behind one another for the requests of one read; only
 * their streams are filled in. Owns the buffer until {@link #release()}. Confined to one event loop.
 */
final class Http2Ready {
    /** The answers to one read lie in one buffer: a larger body is not copied into it, but sent by the flow controller. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private final ByteBuf frames;
    private final int headBytes;
    private final int bodyBytes;

    private Http2Ready(ByteBuf frames, int headBytes, int bodyBytes) {
        this.frames = frames;
        this.headBytes = headBytes;
        this.bodyBytes = bodyBytes;
    }

    /** The frames of {@code answer}, whose body is at most {@link #MAX_BODY_BYTES}. */
    static Http2Ready of(Answer answer, HeaderBlocks blocks, ByteBufAllocator allocator) {
        byte[] body = answer.body();
        ByteBuf frames = allocator.directBuffer(body.length + 512);
        Http2Frame.begin(frames, 0, Http2Frame.HEADERS, Http2Frame.END_HEADERS, 0);
        blocks.write(Http2Fields.of(answer), frames);
        int headBytes = frames.readableBytes();
        frames.setMedium(0, headBytes - Http2Frame.HEADER_BYTES);
        if (body.length == 0) {
            Http2Frame.flag(frames, 0, Http2Frame.END_HEADERS | Http2Frame.END_STREAM);
        }
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, Http2Frame.MAX_PAYLOAD_BYTES);
            int flags = at + length == body.length ? Http2Frame.END_STREAM : 0;
            Http2Frame.begin(frames, length, Http2Frame.DATA, flags, 0);
            frames.writeBytes(body, at, length);
            at += length;
        }
        return new Http2Ready(frames, headBytes, body.length);
    }

    /** All frames, or the head's. */
    int length(boolean head) {
        return head ? headBytes : frames.writerIndex();
    }

    /** What it takes from the windows of flow control (RFC 9113 section 5.2). */
    int flowControlledBytes(boolean head) {
        return head ? 0 : bodyBytes;
    }

    /** Appends the answer for {@code stream} to {@code out}, which stays its caller's; {@code head}: without the body. */
    void writeTo(ByteBuf out, int stream, boolean head) {
        int frame = out.writerIndex();
        out.writeBytes(frames, 0, length(head));
        Http2Frame.address(out, frame, stream);
        if (head) {
            Http2Frame.flag(out, frame, Http2Frame.END_HEADERS | Http2Frame.END_STREAM);
            return;
        }
        frame += headBytes;
        while (frame < out.writerIndex()) {
            Http2Frame.address(out, frame, stream);
            frame += Http2Frame.HEADER_BYTES + Http2Frame.MAX_PAYLOAD_BYTES;
        }
    }

    /** Gives the buffer up; called once, by the answer it belongs to. */
    void release() {
        frames.release();
    }
}

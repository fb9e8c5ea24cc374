package dev.freshet.server;

import dev.freshet.cache.Snapshot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * An answer ready to send for as long as its Date and Age are true: head and body in one direct buffer, so that TLS
 * encrypts it without a copy. It owns its buffers until {@link #release()}; what is being written holds its own reference.
 * Confined to one event loop.
 */
final class ReadyResponse {
    private final Snapshot snapshot;
    private final long madeAtMillis;
    private final long validUntilMillis;
    private final Answer answer;
    private final ByteBuf buffer;
    private final int headLength;
    private @Nullable Http2Headers http2Headers;
    private @Nullable Http2Ready http2;

    /** Takes ownership of {@code buffer}: the HTTP/1.1 head of {@code headLength} bytes, then the body or nothing. */
    ReadyResponse(
            Snapshot snapshot,
            long madeAtMillis,
            long validUntilMillis,
            Answer answer,
            ByteBuf buffer,
            int headLength) {
        this.snapshot = snapshot;
        this.madeAtMillis = madeAtMillis;
        this.validUntilMillis = validUntilMillis;
        this.answer = answer;
        this.buffer = buffer;
        this.headLength = headLength;
    }

    /** Whether it still says the truth about {@code current}. */
    boolean isOf(Snapshot current, long nowMillis) {
        return snapshot == current && !isOver(nowMillis);
    }

    /** Whether its second has passed (or the clock was set back). */
    boolean isOver(long nowMillis) {
        return nowMillis >= validUntilMillis || nowMillis < madeAtMillis;
    }

    /** What it was made of. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** What was made ready. */
    Answer answer() {
        return answer;
    }

    /** 200 or 304. */
    int status() {
        return answer.status();
    }

    /** The whole HTTP/1.1 response; the caller releases it. */
    ByteBuf http1() {
        return holdsBody() ? buffer.retainedDuplicate() : Unpooled.wrappedBuffer(http1Head(), body());
    }

    /** The HTTP/1.1 head alone; the caller releases it. */
    ByteBuf http1Head() {
        return buffer.retainedSlice(0, headLength);
    }

    /** The body alone; the caller releases it. */
    ByteBuf body() {
        return holdsBody()
                ? buffer.retainedSlice(headLength, buffer.writerIndex() - headLength)
                : Unpooled.wrappedBuffer(answer.body());
    }

    /** The body's length in bytes. */
    int bodyLength() {
        return answer.body().length;
    }

    /** Whether the body is in the buffer: a large one is sent from the snapshot itself, which all its seconds share. */
    boolean holdsBody() {
        return buffer.writerIndex() == headLength + answer.body().length;
    }

    /** The header list of HTTP/2, made when first asked for. */
    Http2Headers http2Headers() {
        if (http2Headers == null) {
            http2Headers = Http2Fields.of(answer);
        }
        return http2Headers;
    }

    /** The frames of HTTP/2, or null before {@link #keep}. */
    @Nullable Http2Ready http2() {
        return http2;
    }

    /** Takes the ownership of this answer's frames. */
    void keep(Http2Ready frames) {
        http2 = frames;
    }

    /** Gives its buffers up; called once, by the table that made it. */
    void release() {
        buffer.release();
        if (http2 != null) {
            http2.release();
        }
    }
}

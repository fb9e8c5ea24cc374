package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * What is still to be written of a body in memory. Of one that is longer than a part, copies of the parts are written: the last
 * of them would keep all of it in memory until the client takes it. Confined to one event loop; the bytes are shared and
 * never written to.
 */
final class MemoryBody {
    /** A large body is written in such parts, so that a slow reader holds a part and not a copy of the whole. */
    static final int PART_BYTES = 64 * 1024;

    private final byte[] bytes;
    private final int end;
    private int at;

    /** {@code length} of {@code bytes}, from {@code first} on. */
    MemoryBody(byte[] bytes, long first, long length) {
        this.bytes = bytes;
        this.at = Math.toIntExact(first);
        this.end = Math.toIntExact(first + length);
    }

    /** Writes as much as {@code sink} takes now; true: that was all. */
    boolean writeTo(PassSink sink) {
        while (at < end && sink.writable()) {
            int from = at;
            int part = Math.min(PART_BYTES, end - from);
            at += part; // before the writing, which may come back here
            sink.body(bytes.length <= PART_BYTES ? Unpooled.wrappedBuffer(bytes, from, part) : part(bytes, from, part));
        }
        return at == end;
    }

    /** A copy of {@code count} of {@code bytes} from {@code first} on, outside the heap; the caller owns it. */
    static ByteBuf part(byte[] bytes, int first, int count) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(count).writeBytes(bytes, first, count);
    }
}

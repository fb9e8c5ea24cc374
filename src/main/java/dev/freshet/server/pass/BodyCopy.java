package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes of a body as they come, up to a bound, in one array. Confined to one event loop. */
final class BodyCopy {
    private static final int FIRST_BYTES = 4096;

    private final long maxBytes;
    private byte[] bytes;
    private int length;

    /** {@code declaredBytes}: the length to come, within {@code maxBytes}; -1: unknown. */
    BodyCopy(long declaredBytes, long maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[declaredBytes < 0 ? FIRST_BYTES : (int) declaredBytes];
    }

    /** Copies what is readable of {@code data}, whose owner stays the caller; false: it is too much, nothing is copied. */
    boolean add(ByteBuf data) {
        int more = data.readableBytes();
        if (length + (long) more > maxBytes) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(2L * bytes.length, length + (long) more)));
        }
        data.getBytes(data.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    int length() {
        return length;
    }

    /** All of them; nothing may be added afterwards. */
    byte[] whole() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}

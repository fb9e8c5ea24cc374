package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * The bytes of a body as they come, up to a bound, in one array that grows with them and is counted against the budget until
 * {@link #close}. Confined to one event loop.
 */
final class BodyCopy implements AutoCloseable {
    private static final int FIRST_BYTES = 16 * 1024;

    private final BodyBudget budget;
    private final long maxBytes;
    private byte[] bytes = new byte[0];
    private int length;

    /** {@code declaredBytes}: the length to come, within {@code maxBytes}; -1: unknown. */
    BodyCopy(long declaredBytes, long maxBytes, BodyBudget budget) {
        this.budget = budget;
        this.maxBytes = declaredBytes < 0 ? maxBytes : declaredBytes;
    }

    /** Copies what is readable of {@code data}, whose owner stays the caller; false: it is too much, nothing is copied. */
    boolean add(ByteBuf data) {
        int more = data.readableBytes();
        if (length + (long) more > maxBytes || !grow(length + more)) {
            return false;
        }
        data.getBytes(data.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    int length() {
        return length;
    }

    /** A copy of those from {@code first} to before {@code end}, which the caller owns. */
    ByteBuf part(int first, int end) {
        return Unpooled.copiedBuffer(bytes, first, end - first);
    }

    /** All of them; nothing may be added afterwards. */
    byte[] whole() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** No longer on its way: stored, or given up. To be called once. */
    @Override
    public void close() {
        budget.giveBack(bytes.length);
    }

    private boolean grow(int least) {
        if (least <= bytes.length) {
            return true;
        }
        int next = (int) Math.min(maxBytes, Math.max(Math.max(FIRST_BYTES, 2L * bytes.length), least));
        if (!budget.take(next - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, next);
        return true;
    }
}

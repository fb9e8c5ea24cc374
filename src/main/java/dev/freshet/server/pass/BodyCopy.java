package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of a body as they come, up to a bound, in one array that grows with them and is counted against the budget until
 * {@link #close()}. Confined to one event loop.
 */
final class BodyCopy implements AutoCloseable {
    private static final int FIRST_BYTES = 16 * 1024;

    private final BodyBudget budget;
    private final long maxBytes;
    private byte[] bytes = new byte[0];
    private int length;
    private long takenBytes;

    /** {@code declaredBytes}: the length to come, within {@code maxBytes}; -1: unknown. */
    BodyCopy(long declaredBytes, long maxBytes, BodyBudget budget) {
        this.budget = budget;
        this.maxBytes = declaredBytes < 0 ? maxBytes : declaredBytes;
    }

    /** Takes the room for a body of {@code total} bytes ahead; false: there is not so much. */
    boolean reserve(long total) {
        if (total <= takenBytes) {
            return true;
        }
        if (!budget.take(total - takenBytes)) {
            return false;
        }
        takenBytes = total;
        return true;
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

    /** A copy of {@code count} of them from {@code first} on, which the caller owns. */
    ByteBuf part(int first, int count) {
        return MemoryBody.part(bytes, first, count);
    }

    /** All of them, in an array of their length; nothing may be added afterwards. */
    byte[] whole() {
        if (length < bytes.length) {
            bytes = Arrays.copyOf(bytes, length);
        }
        return bytes;
    }

    /** It is no longer on its way: it is stored, or given up. To be called once. */
    @Override
    public void close() {
        budget.giveBack(takenBytes);
    }

    private boolean grow(int least) {
        if (least <= bytes.length) {
            return true;
        }
        int next = (int) Math.min(maxBytes, Math.max(Math.max(FIRST_BYTES, 2L * bytes.length), least));
        if (!reserve(next)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, next);
        return true;
    }
}

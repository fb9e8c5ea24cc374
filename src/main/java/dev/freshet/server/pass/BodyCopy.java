package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of a body as they come, up to a bound, in one array that grows with them and is counted against the budget until
 * the last who holds it closes it. Confined to one event loop.
 */
final class BodyCopy implements AutoCloseable {
    private static final int FIRST_BYTES = 16 * 1024;

    private final BodyBudget budget;
    private final long maxBytes;
    private byte[] bytes = new byte[0];
    private int length;
    private int holders = 1;

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

    /** Somebody else needs it, too, and will close it. */
    BodyCopy hold() {
        holders++;
        return this;
    }

    /** A copy of {@code count} of them from {@code first} on, which the caller owns. */
    ByteBuf part(int first, int count) {
        return MemoryBody.part(bytes, first, count);
    }

    /** All of them; nothing may be added afterwards. */
    byte[] whole() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** One of those who hold it needs it no longer: it is stored, given up, or taken. To be called once by each. */
    @Override
    public void close() {
        holders--;
        if (holders == 0) {
            budget.giveBack(bytes.length);
        }
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

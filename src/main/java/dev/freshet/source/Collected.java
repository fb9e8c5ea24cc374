package dev.freshet.source;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a body as they come. One that comes at once takes an array of its length, declared or not. A large one is collected in parts, and made one array by whoever wants it whole: an event
 * loop would stand still while so much memory is cleared. Its parts are large enough for the collector of garbage to leave
 * them where they are. Confined to one thread at a time.
 */
final class Collected {
    private static final int FIRST_BYTES = 8 * 1024;
    private static final int MOST_PART_BYTES = 1 << 20;

    private final List<byte[]> full = new ArrayList<>();
    private final long declaredBytes;
    private long fullBytes;
    private byte[] last = new byte[0];
    private int lastLength;

    /** {@code declaredBytes}: the length to come; -1: unknown. */
    Collected(long declaredBytes) {
        this.declaredBytes = declaredBytes;
    }

    /** Takes what is readable of {@code data}, whose owner stays the caller. */
    void add(ByteBuf data) {
        while (data.isReadable()) {
            if (lastLength == last.length) {
                begin(data.readableBytes());
            }
            int taken = Math.min(data.readableBytes(), last.length - lastLength);
            data.readBytes(last, lastLength, taken);
            lastLength += taken;
        }
    }

    /** All of them; nothing may be added afterwards. */
    byte[] whole() {
        if (full.isEmpty() && lastLength == last.length) {
            return last;
        }
        byte[] whole = new byte[Math.toIntExact(fullBytes + lastLength)];
        int at = 0;
        for (byte[] each : full) {
            System.arraycopy(each, 0, whole, at, each.length);
            at += each.length;
        }
        System.arraycopy(last, 0, whole, at, lastLength);
        return whole;
    }

    /** Another part: of what is still to come, or, where nobody has told, {@code least} at first and then as much again as there is. */
    private void begin(int least) {
        if (last.length > 0) {
            full.add(last);
            fullBytes += last.length;
        }
        long untold = fullBytes == 0 ? least : Math.max(fullBytes, FIRST_BYTES);
        long next = declaredBytes > fullBytes ? declaredBytes - fullBytes : untold;
        last = new byte[(int) Math.min(next, MOST_PART_BYTES)];
        lastLength = 0;
    }
}

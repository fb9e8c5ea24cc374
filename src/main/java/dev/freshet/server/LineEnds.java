package dev.freshet.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds carriage returns and line feeds eight bytes at a time. Immutable: pure functions only. */
final class LineEnds {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private LineEnds() {}

    /** The first place from {@code from} on where {@code bytes} has a CR or LF; {@code length} where none is before it. */
    static int next(byte[] bytes, int from, int length) {
        int at = from;
        while (at + Long.BYTES <= length) {
            long word = (long) LONGS.get(bytes, at);
            long found = zeroes(word ^ EACH * '\r') | zeroes(word ^ EACH * '\n');
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE; // the lowest mark is never a false one
            }
            at += Long.BYTES;
        }
        while (at < length && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Marks the high bit of the lowest zero byte, and perhaps of bytes above it. */
    private static long zeroes(long word) {
        return word - EACH & ~word & HIGH;
    }
}

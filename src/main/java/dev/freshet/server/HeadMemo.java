package dev.freshet.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers request heads by their bytes, so that the thousandth identical request of a polling client is not decoded a
 * thousandth time. There is no second parser: only the decoder decides what bytes mean, and only bytes equal to those it
 * has seen are recognised. Bounded: a table of fixed size in which a newer head replaces an older one of the same hash.
 * Confined to one event loop.
 */
final class HeadMemo {
    /** A longer head is not worth remembering. */
    static final int MAX_BYTES = 2048;

    private static final int SLOTS = 512;

    private final @Nullable KnownHead[] table = new KnownHead[SLOTS];
    private final byte[] scratch = new byte[MAX_BYTES];
    /** Which the JVM computes many bytes at a time. */
    private final CRC32C checksum = new CRC32C();

    private @Nullable KnownHead last;

    /** The known head that {@code in} begins with, or null. Reads {@code in} without moving or releasing it. */
    @Nullable KnownHead match(ByteBuf in) {
        int length = copy(in);
        KnownHead latest = last;
        if (latest != null && begins(length, latest)) {
            return latest;
        }
        int end = endOfHead(length);
        KnownHead found = end == 0 ? null : table[slot(scratch, end)];
        if (found == null || found.bytes().length != end || !begins(length, found)) {
            return null;
        }
        last = found;
        return found;
    }

    /**
     * The bytes of the complete head that {@code in} begins with, as a candidate for {@link #remember}; null where there
     * is none that ends unambiguously. Reads {@code in} without moving or releasing it.
     */
    byte @Nullable [] candidate(ByteBuf in) {
        int end = endOfHead(copy(in));
        return end == 0 ? null : Arrays.copyOf(scratch, end);
    }

    /** Keeps what the decoder made of {@code known.bytes()}. */
    void remember(KnownHead known) {
        table[slot(known.bytes(), known.bytes().length)] = known;
        last = known;
    }

    private int copy(ByteBuf in) {
        int length = Math.min(in.readableBytes(), MAX_BYTES);
        in.getBytes(in.readerIndex(), scratch, 0, length);
        return length;
    }

    private boolean begins(int length, KnownHead known) {
        int wanted = known.bytes().length;
        return length >= wanted && Arrays.equals(scratch, 0, wanted, known.bytes(), 0, wanted);
    }

    /** Where the head in the scratch ends; 0 where it does not, or where a lone CR or LF makes that a matter of opinion. */
    private int endOfHead(int length) {
        if (length == 0 || (scratch[0] != 'G' && scratch[0] != 'H')) {
            return 0;
        }
        int lineStart = 0;
        for (int i = LineEnds.next(scratch, 0, length); i < length; i = LineEnds.next(scratch, i, length)) {
            boolean pair = scratch[i] == '\r' && i + 1 < length && scratch[i + 1] == '\n';
            if (!pair) {
                return 0;
            }
            i += 2;
            if (i - 2 == lineStart) {
                return i;
            }
            lineStart = i;
        }
        return 0;
    }

    private int slot(byte[] bytes, int length) {
        checksum.reset();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue() & SLOTS - 1;
    }
}

package dev.freshet.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Undoes the gzip coding (RFC 1952) within a bound. Immutable: it has no state. */
final class Gunzip {
    /** What the coding may add to data it cannot compress: a part in a thousand, and its header with a file name. */
    private static final int OVERHEAD_DIVISOR = 1000;

    private static final int OVERHEAD_BYTES = 1024;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 9;

    private Gunzip() {}

    /**
     * The decoded bytes; at most one more than {@code maxBytes}, which says that there are too many, so that a small
     * bomb does not fill the memory.
     *
     * @throws IOException if the data are damaged or end too early
     */
    static byte[] decode(byte[] coded, long maxBytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            return in.readNBytes((int) Math.min(maxBytes, LARGEST_ARRAY) + 1);
        }
    }

    /** The most bytes that a payload of {@code maxBytes} can take when coded. */
    static long codedBytes(long maxBytes) {
        return maxBytes + maxBytes / OVERHEAD_DIVISOR + OVERHEAD_BYTES;
    }
}

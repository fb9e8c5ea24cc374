package dev.freshet.refresh.gate;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Finds where bytes stop being UTF-8 (RFC 3629); for messages only, hence without haste. Thread-safe: it has no state. */
final class Utf8 {
    private static final int CHUNK_CHARS = 4096;

    private Utf8() {}

    /** The place of the first malformed sequence, such as {@code line 2, column 7}; the end where there is none. */
    static String firstDefect(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(CHUNK_CHARS);
        int line = 1;
        int column = 1;
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
            out.flip();
            while (out.hasRemaining()) {
                boolean ends = out.get() == '\n';
                line = ends ? line + 1 : line;
                column = ends ? 1 : column + 1;
            }
        } while (result.isOverflow());
        return "line " + line + ", column " + column;
    }
}

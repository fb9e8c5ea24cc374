package dev.freshet.refresh.gate;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The characters of bytes in UTF-8, decoded from where they lie into where they are wanted. Confined to one thread. */
final class Utf8Reader extends Reader {
    private final ByteBuffer bytes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    Utf8Reader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Of {@code count}, which is 2 at least: some characters are two. Throws at once where what would be read is not UTF-8. */
    @Override
    public int read(char[] to, int from, int count) throws CharacterCodingException {
        CharBuffer room = CharBuffer.wrap(to, from, count);
        CoderResult result = decoder.decode(bytes, room, true);
        if (result.isError()) {
            result.throwException();
        }
        int read = room.position() - from;
        return read == 0 ? -1 : read;
    }

    @Override
    public void close() {}
}

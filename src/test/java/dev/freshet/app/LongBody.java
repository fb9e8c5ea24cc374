package dev.freshet.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A body that is not kept anywhere: noise in blocks that carry their number, so that one lost, doubled or out of place
 * changes the digest. Confined to one thread.
 */
final class LongBody extends InputStream {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final byte[] block = new byte[BLOCK_BYTES];
    private final long length;
    private long at;

    /** {@code length} bytes in all. */
    LongBody(long length) {
        this.length = length;
        new Random(length).nextBytes(block);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
        if (at == length) {
            return -1;
        }
        int begin = (int) (at % BLOCK_BYTES);
        if (begin == 0) {
            ByteBuffer.wrap(block).putLong(at);
        }
        int count = (int) Math.min(Math.min(most, BLOCK_BYTES - begin), length - at);
        System.arraycopy(block, begin, into, from, count);
        at += count;
        return count;
    }

    /** The SHA-256 of the {@code length} bytes that {@code in} must have, in hex; shorter is an error, longer is not seen. */
    static String digest(InputStream in, long length) throws IOException {
        MessageDigest digest = sha256();
        byte[] part = new byte[BLOCK_BYTES];
        for (long left = length; left > 0; ) {
            int count = in.read(part, 0, (int) Math.min(part.length, left));
            if (count < 0) {
                throw new IOException("the body ended " + left + " bytes too early");
            }
            digest.update(part, 0, count);
            left -= count;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

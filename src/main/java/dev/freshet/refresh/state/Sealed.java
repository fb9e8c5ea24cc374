package dev.freshet.refresh.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Bytes that tell whether they are whole: a name and a number of the format before them, a SHA-256 of everything behind
 * them. Thread-safe: it has no state.
 */
final class Sealed {
    private static final int FORMAT = 1;
    private static final int DIGEST_BYTES = 32;

    private Sealed() {}

    /** Writes what is to be sealed. Implementations are confined to one call. */
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads what was sealed. Implementations are confined to one call. */
    @FunctionalInterface
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** What {@code writing} writes, sealed as {@code kind}. */
    static byte[] seal(String kind, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(head(kind));
            writing.to(out);
            out.write(digest(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does no I/O
        }
        return bytes.toByteArray();
    }

    /** What {@code reading} reads from what was sealed as {@code kind}; all of it, or it is no good. */
    static <T> T open(String kind, byte[] bytes, Reading<T> reading) throws StateProblemException {
        byte[] head = head(kind);
        if (bytes.length < head.length || !Arrays.equals(bytes, 0, head.length, head, 0, head.length)) {
            throw new StateProblemException("not a file of Freshet's, or of another format");
        }
        int length = bytes.length - DIGEST_BYTES;
        if (length < head.length
                || !Arrays.equals(digest(bytes, length), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw new StateProblemException("damaged: its checksum does not fit");
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(bytes, head.length, length - head.length))) {
            T read = reading.from(in);
            if (in.read() >= 0) {
                throw new StateProblemException("longer than it should be");
            }
            return read;
        } catch (IOException e) {
            throw new StateProblemException("shorter than it should be");
        }
    }

    private static byte[] head(String kind) {
        return ("freshet " + kind + " " + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

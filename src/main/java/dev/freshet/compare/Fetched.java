package dev.freshet.compare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One answer, looked at closely. Immutable: nobody writes to the body nor moves its position.
 *
 * @param location the Location field; null: none
 * @param coding the Content-Encoding field; null: none
 * @param streams requests the connection takes at once
 */
record Fetched(
        int status, @Nullable String location, @Nullable String coding, ByteBuffer body, int streams) {

    boolean good() {
        return status >= 200 && status <= 299;
    }

    /** Equal for the same bytes. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The body's length. */
    int bytes() {
        return body.remaining();
    }

    /** The body as UTF-8. */
    String text() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }
}

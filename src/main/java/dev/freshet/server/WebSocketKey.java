package dev.freshet.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a client of HTTP/1.1 asks a WebSocket server with, so that the answer cannot be one to something else (RFC 6455
 * sections 4.1 and 4.2.2). HTTP/2 needs none: Freshet makes one for the upstream. Immutable.
 *
 * @param value of Sec-WebSocket-Key
 */
record WebSocketKey(String value) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int NONCE_BYTES = 16;

    /** A new one. It is no secret, it only has to be another each time. */
    static WebSocketKey random() {
        byte[] nonce = new byte[NONCE_BYTES];
        ThreadLocalRandom.current().nextBytes(nonce);
        return new WebSocketKey(Base64.getEncoder().encodeToString(nonce));
    }

    /** Whether {@code accept}, the value of Sec-WebSocket-Accept, answers it. */
    boolean isAcceptedBy(@Nullable String accept) {
        return accept != null && accept.strip().equals(accept());
    }

    /** What a server answers it with. */
    String accept() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            byte[] hash = digest.digest((value + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}

package dev.freshet.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says in one line why a handshake failed, without the bytes a peer sent. Immutable. */
final class HandshakeReason {
    private static final int LONGEST = 200;

    private HandshakeReason() {}

    /** One line about {@code cause}. */
    static String of(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof NotSslRecordException) {
                return "what came is not TLS";
            }
            if (each instanceof ClosedChannelException) {
                return "the peer closed the connection during the handshake";
            }
        }
        return rootMessage(cause);
    }

    /** The message of the first cause, on one line and of bounded length. */
    static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        if (message == null || message.isBlank()) {
            return root.getClass().getSimpleName();
        }
        return shortened(root instanceof SSLException ? readable(message) : message);
    }

    /** Makes {@code error:10000412:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE} its last part in words. */
    private static String readable(String message) {
        if (message.contains("Connection closed while SSL/TLS handshake was in progress")) {
            return "the peer closed the connection during the handshake";
        }
        int internal = message.indexOf("OPENSSL_internal:");
        if (internal < 0) {
            return message;
        }
        return message.substring(internal + "OPENSSL_internal:".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    private static String shortened(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

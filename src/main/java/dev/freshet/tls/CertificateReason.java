package dev.freshet.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a client did not accept a server's certificate. Immutable. */
final class CertificateReason {
    private CertificateReason() {}

    /** One line about {@code cause}; what is not about the certificate as {@link HandshakeReason} says it. */
    static String of(Throwable cause) {
        String reason = null;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String found = reason(each);
            reason = found == null ? reason : found;
        }
        return reason == null ? HandshakeReason.of(cause) : reason;
    }

    private static @Nullable String reason(Throwable cause) {
        return switch (cause) {
            case CertificateExpiredException _ -> "its certificate has expired";
            case CertificateNotYetValidException _ -> "its certificate is not valid yet";
            case CertPathBuilderException _ -> "no authority that is trusted here issued its certificate";
            case CertificateException e when named(e) -> "its certificate is made out to another name";
            default -> null;
        };
    }

    /** The JDK tells a wrong name by its message only. */
    private static boolean named(CertificateException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("No name matching") || message.startsWith("No subject alternative");
    }
}

package dev.freshet.tls;

import io.netty.handler.ssl.OpenSsl;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the native library is there: Freshet never falls back to the JDK's own TLS. Immutable. */
final class BoringSsl {
    private static final String RULE = "(expected: netty-tcnative-boringssl-static for this platform)";

    private BoringSsl() {}

    /** Throws unless BoringSSL is loaded. */
    static void require() throws TlsProblemException {
        String problem = problem();
        if (problem != null) {
            throw new TlsProblemException(problem);
        }
    }

    /** One sentence when BoringSSL cannot be used here; null when it can. */
    static @Nullable String problem() {
        if (!OpenSsl.isAvailable()) {
            return sentence("BoringSSL cannot be loaded", HandshakeReason.rootMessage(OpenSsl.unavailabilityCause()));
        }
        if (!OpenSsl.versionString().contains("BoringSSL")) {
            return sentence("the native TLS library is not BoringSSL", OpenSsl.versionString());
        }
        return null;
    }

    private static String sentence(String what, String why) {
        String platform = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
        return "tls: " + what + " on " + platform.toLowerCase(Locale.ROOT) + ": " + why + " " + RULE;
    }
}

package dev.freshet.cli;

import dev.freshet.tls.ClientTls;
import dev.freshet.tls.TlsProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whose certificates are accepted. Confined to the main thread. */
final class TrustOptions {
    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Trust the authorities in FILE, PEM, and no others (default: the system's, and the development"
                            + " CA in certs/ beside the program).")
    private @Nullable Path ca;

    @Option(names = "--insecure", description = "Accept any certificate.")
    private boolean insecure;

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            description = "The development certificates (default: certs/ beside the program).")
    private @Nullable Path folder;

    /** The folder of the development certificates. */
    Path certificates() {
        return folder == null ? Home.certificates() : folder;
    }

    /** Whether nobody's certificate is looked at. */
    boolean insecure() {
        return insecure;
    }

    /** The caller closes it. */
    ClientTls open() throws CommandFailed {
        Path development = certificates().resolve("ca.crt");
        try {
            if (insecure) {
                return ClientTls.trustingAnyone();
            }
            if (ca != null) {
                return ClientTls.trusting("--ca", ca);
            }
            return Files.isReadable(development)
                    ? ClientTls.trustingTheSystemAnd("--certs", development)
                    : ClientTls.trustingTheSystem();
        } catch (TlsProblemException e) {
            throw new CommandFailed(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
        }
    }
}

package dev.freshet.cli;

import dev.freshet.observe.SystemClock;
import dev.freshet.tls.DevelopmentCertificates;
import dev.freshet.tls.LackingNamesException;
import dev.freshet.tls.TlsProblemException;
import java.nio.file.Path;
import java.util.List;

/** The development certificates, with what goes wrong as one sentence. Immutable: it has no state. */
final class Certificates {
    private Certificates() {}

    /** Makes what is missing, or with {@code replace} everything. */
    static DevelopmentCertificates.Result ensure(Path folder, List<String> names, boolean replace)
            throws CommandFailed {
        try {
            return DevelopmentCertificates.ensure(folder, names, replace, new SystemClock());
        } catch (LackingNamesException e) {
            throw new CommandFailed(ExitStatus.FAILED, e.getMessage() + " (--force makes everything there anew)");
        } catch (TlsProblemException e) {
            throw new CommandFailed(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
        }
    }
}

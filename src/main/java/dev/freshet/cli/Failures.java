package dev.freshet.cli;

import dev.freshet.app.StartException;
import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.config.InvalidConfigurationException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/** Tells the user what ended a command, and the caller with which status. Thread-safe: the writer is. */
final class Failures {
    private final PrintWriter err;

    Failures(PrintWriter err) {
        this.err = err;
    }

    /** Prints a line, or one for each problem of a configuration; never a stack trace. Who interrupts says so himself. */
    int report(Throwable failure) {
        return switch (failure) {
            case CommandFailed e -> line(String.valueOf(e.getMessage()), e.exitStatus());
            case ComparisonProblemException e -> line(String.valueOf(e.getMessage()), ExitStatus.FAILED);
            case StartException e -> line(String.valueOf(e.getMessage()), e.exitStatus());
            case InvalidConfigurationException e -> {
                err.println(e.getMessage());
                yield ExitStatus.WRONG_INPUT;
            }
            case InterruptedException _ -> ExitStatus.INTERRUPTED;
            default -> internal(failure);
        };
    }

    private int internal(Throwable failure) {
        LoggerFactory.getLogger(Failures.class).debug("internal error", failure);
        String what = String.valueOf(failure).lines().findFirst().orElse("");
        return line("internal error: " + what + " (run with FRESHET_LOG=debug for the details)", ExitStatus.FAILED);
    }

    private int line(String message, int exitStatus) {
        err.println("freshet: " + message);
        return exitStatus;
    }
}

package dev.freshet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the program begins. Thread-safe: it has no state. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its status: 0 fine, 1 failed, 2 the input was wrong. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Failures failures = new Failures(err);
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> failures.report(e));
        System.exit(run(out, err, args));
    }

    /** The same without the exit. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Failures failures = new Failures(err);
        try {
            return new CommandLine(new FreshetCommand())
                    .setOut(out)
                    .setErr(err)
                    .setParameterExceptionHandler(new UsageErrors())
                    .setExecutionExceptionHandler((e, _, _) -> failures.report(e))
                    .execute(args);
        } catch (RuntimeException | Error e) {
            return failures.report(e);
        }
    }
}

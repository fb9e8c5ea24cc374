package dev.freshet.cli;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Load;
import dev.freshet.compare.LoadEngine;
import dev.freshet.compare.external.InstalledTool;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what makes the load. Confined to the main thread. */
final class EngineOptions {
    private static final String EMBEDDED = "freshet";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = EMBEDDED,
            description =
                    "What makes the load: freshet, or wrk or h2load where they are installed. Those two do not verify"
                            + " certificates; what is asked before and after the load does (default: ${DEFAULT-VALUE}).")
    private String name = EMBEDDED;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Of the client (default: half the cores); wrk and h2load have one for each core.")
    private @Nullable Integer threads;

    /** Event loops of the embedded generator, and of whatever is asked besides the load. */
    int threads() throws CommandFailed {
        if (threads == null) {
            return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        }
        LoadOptions.inRange("--threads", threads, 64);
        return threads;
    }

    /** The installed tool, found and started once to see its version; null: the embedded generator is asked for. */
    @Nullable LoadEngine tool(Load load) throws CommandFailed {
        if (name.equals(EMBEDDED)) {
            return null;
        }
        InstalledTool tool = Arrays.stream(InstalledTool.values())
                .filter(each -> each.program().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(name + " (expected: freshet, wrk or h2load)"));
        if (threads != null) {
            throw wrong(name + " (expected: no --threads, or freshet)");
        }
        try {
            tool.requireAbleTo(load);
            return tool.engine(Objects.requireNonNullElse(System.getenv("PATH"), ""));
        } catch (ComparisonProblemException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static CommandFailed wrong(String what) {
        return new CommandFailed(ExitStatus.WRONG_INPUT, "--engine: " + what);
    }
}

package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a tool what it is. Thread-safe: stateless. */
final class Versions {
    private Versions() {}

    /** The tool's name, with its version where {@code version} finds one; its exit status says nothing. */
    static String named(String tool, Path program, String option, Pattern version, Duration limit)
            throws ComparisonProblemException {
        try {
            String said = ChildProcess.run(List.of(program.toString(), option), Map.of(), limit)
                    .output();
            Matcher matcher = version.matcher(said);
            return matcher.find() ? tool + " " + matcher.group(1) : tool;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ComparisonProblemException("interrupted while asking " + tool + " for its version", e);
        }
    }
}

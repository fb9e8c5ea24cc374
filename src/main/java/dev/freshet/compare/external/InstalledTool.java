package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Load;
import dev.freshet.compare.LoadEngine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The load generators that can be installed beside Freshet. Immutable. */
public enum InstalledTool {
    /** HTTP/1.1; each answer brings the next request. */
    WRK("wrk", "wrk"),
    /** HTTP/1.1 and HTTP/2; each answer brings the next request. */
    H2LOAD("h2load", "nghttp2-client");

    private final String program;
    private final String debianPackage;

    InstalledTool(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    /** The name of the program, and of the engine on the command line. */
    public String program() {
        return program;
    }

    /**
     * Finds out before anything runs whether the tool can make a load.
     *
     * @throws ComparisonProblemException it cannot; names the tool and the option that rules it out
     */
    public void requireAbleTo(Load load) throws ComparisonProblemException {
        switch (this) {
            case WRK -> Wrk.requireAbleTo(load);
            case H2LOAD -> H2load.requireAbleTo(load);
        }
    }

    /**
     * The tool as an engine.
     *
     * @param path the folders to look in, as the environment variable PATH has them
     * @throws ComparisonProblemException it is not installed, or does not start
     */
    public LoadEngine engine(String path) throws ComparisonProblemException {
        Path found = find(path);
        return switch (this) {
            case WRK -> Wrk.of(found);
            case H2LOAD -> H2load.of(found);
        };
    }

    private Path find(String path) throws ComparisonProblemException {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new ComparisonProblemException(
                        program + " is not on PATH (Debian's package " + debianPackage + " has it)"));
    }
}

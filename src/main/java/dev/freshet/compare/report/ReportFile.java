package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import java.io.IOException;

/** Writes the page of a comparison. Thread-safe: stateless. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Writes the whole page or nothing.
     *
     * @param command the command line that repeats the comparison, as a shell takes it
     * @throws IOException the file cannot be written; the message says in a few words why
     */
    public static void write(Comparison comparison, String command, ResultFile file) throws IOException {
        file.write(ReportPage.of(comparison, command));
    }
}

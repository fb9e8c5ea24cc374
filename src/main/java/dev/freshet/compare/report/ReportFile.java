package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the page of a comparison. Thread-safe: stateless. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Writes the whole page or nothing: whoever has the file open meanwhile goes on seeing the one before.
     *
     * @param command the command line that repeats the comparison, as a shell takes it
     * @param file in a folder that is there; replaced where it is there itself
     * @throws IOException the file cannot be written
     */
    public static void write(Comparison comparison, String command, Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path begun = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            Files.writeString(begun, ReportPage.of(comparison, command));
            Files.move(begun, whole, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(begun);
        }
    }
}

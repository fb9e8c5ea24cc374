package dev.freshet.cli;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.ComparisonTable;
import dev.freshet.compare.report.JsonText;
import dev.freshet.compare.report.ReportFile;
import dev.freshet.compare.report.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a comparison goes, besides the terminal. Confined to the main thread. */
final class ResultOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also write the comparison as an HTML page with charts, which needs no other file.")
    private @Nullable String report;

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description = "Also write the comparison as JSON; without FILE to standard output, in place of the table.")
    private @Nullable String json;

    /** Finds out before any load is made whether the files can be written. */
    void requireWritable() throws CommandFailed {
        ResultFile page = file("--report", report);
        ResultFile text = jsonFile();
        if (page != null && text != null && same(page, text)) {
            throw wrong("--json", json, "(expected: another file than that of --report)");
        }
        requireWritable("--report", page);
        requireWritable("--json", text);
    }

    private static boolean same(ResultFile page, ResultFile text) {
        return page.path()
                .toAbsolutePath()
                .normalize()
                .equals(text.path().toAbsolutePath().normalize());
    }

    private static void requireWritable(String option, @Nullable ResultFile file) throws CommandFailed {
        try {
            if (file != null) {
                file.requireWritable();
            }
        } catch (IOException e) {
            throw wrong(option, file.path(), "cannot be written: " + e.getMessage());
        }
    }

    /** Prints the table, or the JSON alone; then writes the files, each of which is named under the table. */
    void write(Comparison comparison, String command, PrintWriter out) throws CommandFailed {
        boolean jsonAlone = STANDARD_OUTPUT.equals(json);
        out.print(jsonAlone ? JsonText.of(comparison, command) : ComparisonTable.text(comparison));
        out.flush();
        ResultFile page = file("--report", report);
        if (page != null) {
            write("--report", page, () -> ReportFile.write(comparison, command, page));
        }
        ResultFile text = jsonFile();
        if (text != null) {
            write("--json", text, () -> text.write(JsonText.of(comparison, command)));
        }
        if (!jsonAlone) {
            named(out, "report", page);
            named(out, "JSON", text);
        }
    }

    private static void named(PrintWriter out, String what, @Nullable ResultFile file) {
        if (file != null) {
            out.println("The " + what + " is in " + file.path() + ".");
        }
    }

    private static void write(String option, ResultFile file, Writing writing) throws CommandFailed {
        try {
            writing.write();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitStatus.FAILED, option + ": " + file.path() + " cannot be written: " + e.getMessage());
        }
    }

    /** Null: JSON is not asked for, or is to be printed. */
    private @Nullable ResultFile jsonFile() throws CommandFailed {
        return STANDARD_OUTPUT.equals(json) ? null : file("--json", json);
    }

    private static @Nullable ResultFile file(String option, @Nullable String path) throws CommandFailed {
        if (path == null) {
            return null;
        }
        try {
            if (!path.isBlank()) {
                return new ResultFile(Path.of(path));
            }
        } catch (InvalidPathException _) {
            // Said below.
        }
        throw wrong(option, path.isBlank() ? "nothing" : path, "(expected: the name of a file)");
    }

    private static CommandFailed wrong(String option, @Nullable Object value, String what) {
        return new CommandFailed(ExitStatus.WRONG_INPUT, option + ": " + value + " " + what);
    }

    /** Writes one file. Implementations are confined to the main thread. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }
}

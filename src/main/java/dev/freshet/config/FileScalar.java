package dev.freshet.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that must be there when the configuration is read. Thread-safe: stateless. */
final class FileScalar {
    private FileScalar() {}

    /** A file that exists and can be read; relative to the folder of the configuration. */
    static Scalar<Path> existing() {
        return Scalar.text("file", "an existing file", "exists, readable", (text, reading) -> {
            Path file;
            try {
                file = reading.resolve(text);
            } catch (InvalidPathException _) {
                return new Parsed.Refused<>("a path");
            }
            String broken = broken(file);
            return broken.isEmpty() ? new Parsed.Value<>(file) : new Parsed.Refused<>(broken);
        });
    }

    private static String broken(Path file) {
        if (!Files.exists(file)) {
            return "an existing file";
        }
        if (Files.isDirectory(file)) {
            return "a file, not a folder";
        }
        return Files.isReadable(file) ? "" : "a file this user may read";
    }
}

package dev.freshet.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Folders that are written to. Thread-safe: stateless. */
final class FolderScalar {
    private FolderScalar() {}

    /** A folder that this user may write to, or make; relative to the folder of the configuration. */
    static Scalar<Path> writable() {
        return Scalar.text("folder", "a folder", "writable; made where it is missing", (text, reading) -> {
            Path folder;
            try {
                folder = reading.resolve(text);
            } catch (InvalidPathException _) {
                return new Parsed.Refused<>("a path");
            }
            String broken = broken(folder.toAbsolutePath());
            return broken.isEmpty() ? new Parsed.Value<>(folder) : new Parsed.Refused<>(broken);
        });
    }

    private static String broken(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return "a folder, not a file";
        }
        Path there = existing(folder);
        return there != null && Files.isDirectory(there) && Files.isWritable(there)
                ? ""
                : "a folder this user may write to or make";
    }

    /** The folder, or the nearest above it that is there. */
    private static @Nullable Path existing(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}

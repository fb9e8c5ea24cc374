package dev.freshet.cache;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Loads brotli's native library without leaving it behind: brotli4j unpacks it into a folder that it removes only at an
 * orderly exit of the JVM, and a server is often ended in another way. Thread-safe: stateless, and the class loader loads once.
 */
final class BrotliLibrary {
    private static final String WORK_FOLDER = "com.aayushatharva.brotli4j.native.workdir";

    private BrotliLibrary() {}

    /** Loads it, or throws an UnsatisfiedLinkError that says why it cannot. */
    static void load() {
        try {
            Path folder = Files.createTempDirectory("freshet-brotli");
            String before = System.getProperty(WORK_FOLDER);
            System.setProperty(WORK_FOLDER, folder.toString());
            try {
                Brotli4jLoader.ensureAvailability();
            } finally {
                restore(before);
                remove(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for brotli's native library: " + e.getMessage(), e);
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(WORK_FOLDER);
        } else {
            System.setProperty(WORK_FOLDER, before);
        }
    }

    /** What has been loaded stays loaded when its file is gone; a system that forbids removing it keeps it. */
    private static void remove(File folder) {
        File[] files = folder.listFiles();
        for (File each : files == null ? new File[0] : files) {
            remove(each);
        }
        if (!folder.delete()) {
            folder.deleteOnExit();
        }
    }
}

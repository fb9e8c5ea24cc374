package dev.freshet.compare.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file for a result, written whole or not at all: whoever has it open meanwhile goes on seeing the one before. What is
 * there and is no ordinary file, such as {@code /dev/stdout} or a link, is written to and stays what it is. Immutable.
 *
 * @param path replaced where it is an ordinary file
 */
public record ResultFile(Path path) {

    /**
     * Finds out whether {@link #write} would succeed, by making another file beside it and taking it away again.
     *
     * @throws IOException it would not; the message says in a few words why
     */
    public void requireWritable() throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("it is a folder");
        }
        try {
            if (writtenInPlace()) {
                if (!Files.isWritable(path)) {
                    throw new AccessDeniedException(path.toString());
                }
            } else {
                Files.delete(Files.createTempFile(folder(), "freshet-", ".part"));
            }
        } catch (IOException e) {
            throw said(e);
        }
    }

    /**
     * Writes {@code text} as UTF-8.
     *
     * @throws IOException it cannot be written; the message says in a few words why
     */
    public void write(String text) throws IOException {
        try {
            if (writtenInPlace()) {
                Files.writeString(path, text);
                return;
            }
            Path begun = folder().resolve(path.getFileName() + ".part");
            try {
                Files.writeString(begun, text);
                Files.move(begun, path, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(begun);
            }
        } catch (IOException e) {
            throw said(e);
        }
    }

    private boolean writtenInPlace() {
        return Files.exists(path) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of a path that is no folder, and so has a name. */
    private Path folder() {
        return path.toAbsolutePath().resolveSibling("");
    }

    private static IOException said(IOException e) {
        String what = switch (e) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new IOException(what, e);
    }
}

package dev.freshet.refresh.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** What is kept, or is to be, cannot be read or written; the message says why, in a few words. Immutable. */
public final class StateProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    StateProblemException(String message) {
        super(message);
    }

    /** {@code what} could not be done. */
    StateProblemException(String what, IOException cause) {
        super(what + ": " + why(cause), cause);
    }

    private static @Nullable String why(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "access denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> cause.getMessage();
        };
    }
}

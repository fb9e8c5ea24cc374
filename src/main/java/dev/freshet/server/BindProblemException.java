package dev.freshet.server;

/** A listener could not be opened; the message is one sentence for the operator. Immutable. */
public final class BindProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    BindProblemException(String message) {
        super(message);
    }
}

package dev.freshet.compare;

/** There is no answer to look at; the message says in a few words why. Immutable. */
final class FetchFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FetchFailedException(String message) {
        super(message);
    }
}

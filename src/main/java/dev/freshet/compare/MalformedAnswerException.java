package dev.freshet.compare;

/** What came is not an answer; the message says in a few words why. Immutable. */
final class MalformedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message, null, false, false);
    }
}

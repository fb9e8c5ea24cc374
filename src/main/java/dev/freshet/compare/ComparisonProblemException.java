package dev.freshet.compare;

/** There is nothing to compare, or no way to; the message is one sentence for the user. Immutable. */
public final class ComparisonProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    /** {@code message}: one sentence, with the place and the rule. */
    public ComparisonProblemException(String message) {
        super(message);
    }

    /** The same with what led to it, for debugging; the message stands alone. */
    public ComparisonProblemException(String message, Throwable cause) {
        super(message, cause);
    }
}

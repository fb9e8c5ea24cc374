package dev.freshet.tls;

/** TLS cannot be set up as configured; the message has one line per problem, each with place, value and rule. Immutable. */
public final class TlsProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    /** {@code message}: one clear sentence for the operator, or several, one per line. */
    public TlsProblemException(String message) {
        super(message);
    }

    /** The same with what led to it, for debugging; the message stands alone. */
    TlsProblemException(String message, Throwable cause) {
        super(message, cause);
    }
}

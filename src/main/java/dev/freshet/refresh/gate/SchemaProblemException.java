package dev.freshet.refresh.gate;

/** A schema file that cannot be used; the message is one sentence with the place and the rule. Immutable. */
public final class SchemaProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    SchemaProblemException(String message) {
        super(message);
    }
}

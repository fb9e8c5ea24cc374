package dev.freshet.server.strict;

/** The bytes of a request that must not be acted on; the message is for the client. Immutable. */
public final class RefusedRequestException extends RuntimeException {
    private final int status;

    /** {@code status}: what it is answered with; {@code detail}: a sentence for the client. */
    public RefusedRequestException(int status, String detail) {
        super(detail, null, false, false); // without a stack trace: clients make these at will
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}

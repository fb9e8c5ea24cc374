package dev.freshet.server;

/** The bytes of a request that must not be acted on; the message is for the client. Immutable. */
final class RefusedRequestException extends RuntimeException {
    private final int status;

    /** {@code status}: what it is answered with; {@code detail}: a sentence for the client. */
    RefusedRequestException(int status, String detail) {
        super(detail, null, false, false); // without a stack trace: clients make these at will
        this.status = status;
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

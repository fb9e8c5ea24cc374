package dev.freshet.observe;

/**
 * Something that went wrong with one exchange or one fetch: whose it is, what it is, whether a retry may help. Immutable.
 *
 * @param reason what went wrong
 * @param detail for the log and the operator, one line, no secrets; such as {@code 127.0.0.1:9000: connection refused}
 */
public record Fault(Reason reason, String detail) {

    /** Whose fault it is. */
    public enum Side {
        CLIENT,
        UPSTREAM,
        SOURCE,
        INTERNAL
    }

    /** What went wrong. The lower-case name with hyphens is the label in metrics and logs. */
    public enum Reason {
        /** No connection: refused, unreachable, unknown host. */
        CONNECT(Side.UPSTREAM, true),
        /** No connection or TLS session within the connect timeout. */
        CONNECT_TIMEOUT(Side.UPSTREAM, true),
        /** The TLS handshake failed: an untrusted certificate, another name. */
        TLS(Side.UPSTREAM, false),
        /** Every connection is busy and the queue for one is full. */
        OVERLOADED(Side.UPSTREAM, true),
        /** The head or the next part of the response did not come in time. */
        RESPONSE_TIMEOUT(Side.UPSTREAM, false),
        /** The connection ended inside the response or before it. */
        CLOSED(Side.UPSTREAM, true),
        /** What came is not HTTP, or not a response Freshet may forward. */
        MALFORMED(Side.UPSTREAM, false),
        /** The client went away. */
        CLIENT_GONE(Side.CLIENT, false),
        /** The client sent a malformed or oversized message. */
        BAD_REQUEST(Side.CLIENT, false),
        /** The client took what it asked for so slowly, and so much of it, that it was cut off. */
        SLOW_READER(Side.CLIENT, false),
        /** An upstream answered a fetch with a status that is neither 200 nor 304. */
        STATUS(Side.SOURCE, true),
        /** The source has no value: an absent key, 404, an empty payload. */
        MISSING(Side.SOURCE, true),
        /** A fetch did not end within its deadline. */
        DEADLINE(Side.SOURCE, true),
        /** The payload is larger than the gate allows, so reading it was given up. */
        TOO_LARGE(Side.SOURCE, false),
        /** The gate refused the payload, so that the next source was asked. */
        REFUSED(Side.SOURCE, true),
        /** Redis could not be reached or answered with an error. */
        REDIS(Side.SOURCE, true),
        /** A value in Redis is of another type than configured, or cannot be embedded as configured. */
        VALUE(Side.SOURCE, true),
        /** The file could not be read. */
        FILE(Side.SOURCE, true),
        /** The content coding of the payload is unknown or its data are damaged. */
        CODING(Side.SOURCE, false),
        /** Freshet is stopping. */
        STOPPING(Side.INTERNAL, false),
        /** A defect in Freshet. */
        INTERNAL(Side.INTERNAL, false);

        private final Side side;
        private final boolean retryable;
        private final String label;

        Reason(Side side, boolean retryable) {
            this.side = side;
            this.retryable = retryable;
            this.label = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Whose fault it is. */
        public Side side() {
            return side;
        }

        /** Whether the same thing tried again may go well. */
        public boolean retryable() {
            return retryable;
        }

        /** The label in metrics and logs, such as {@code connect-timeout}. */
        public String label() {
            return label;
        }
    }

    @Override
    public String toString() {
        return reason.label() + ": " + detail;
    }
}

package dev.freshet.server.pass;

import dev.freshet.observe.Fault;
import io.netty.handler.codec.http.HttpResponseStatus;

/** The one mapping of a fault to what a client is told. Immutable: pure functions only. */
final class FaultAnswers {
    private FaultAnswers() {}

    /** The status (RFC 9110 section 15.6). */
    static int status(Fault fault) {
        return switch (fault.reason()) {
            case CONNECT, TLS, CLOSED, MALFORMED -> 502;
            case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, DEADLINE -> 504;
            case OVERLOADED, STOPPING, STATUS, MISSING, TOO_LARGE, REFUSED, REDIS, VALUE, FILE, CODING -> 503;
            case CLIENT_GONE, BAD_REQUEST, SLOW_READER -> 400;
            case INTERNAL -> 500;
        };
    }

    /** A sentence for the client: what happened, nothing of where. */
    static String detail(Fault fault) {
        return switch (fault.reason()) {
            case CONNECT, TLS -> "The server behind this one cannot be reached.";
            case CLOSED -> "The server behind this one closed the connection before it answered.";
            case MALFORMED -> "The server behind this one gave an answer that is not valid HTTP.";
            case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, DEADLINE -> "The server behind this one did not answer in time.";
            case OVERLOADED -> "The server behind this one is busy; try again soon.";
            case STOPPING,
                    STATUS,
                    MISSING,
                    TOO_LARGE,
                    REFUSED,
                    REDIS,
                    VALUE,
                    FILE,
                    CODING,
                    CLIENT_GONE,
                    BAD_REQUEST,
                    SLOW_READER,
                    INTERNAL -> HttpResponseStatus.valueOf(status(fault)).reasonPhrase() + ".";
        };
    }
}

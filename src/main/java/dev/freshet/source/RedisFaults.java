package dev.freshet.source;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Makes faults of what Redis and its client report. Immutable: it has no state. */
final class RedisFaults {
    private RedisFaults() {}

    /** Why a command with this deadline failed. */
    static Fault of(Throwable error, Duration timeout) {
        return switch (error) {
            case TimeoutException _, RedisCommandTimeoutException _ ->
                new Fault(Reason.DEADLINE, "no answer within " + timeout.toMillis() + "ms");
            case CancellationException _ -> new Fault(Reason.REDIS, "the connection was lost");
            default -> new Fault(Reason.REDIS, cause(error));
        };
    }

    /** The innermost message in one line: the outer ones say only that something went wrong. */
    static String cause(Throwable error) {
        Throwable innermost = error;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null
                ? innermost.getClass().getSimpleName()
                : message.replaceAll("\\s+", " ").strip();
    }
}

package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.upstream.Causes;
import java.util.concurrent.CancellationException;

/** Makes faults of what Redis and its client report. Immutable: it has no state. */
public final class RedisFaults {
    private RedisFaults() {}

    /** Why a command was not answered. */
    static Fault lost(Throwable error) {
        return new Fault(
                Reason.REDIS, error instanceof CancellationException ? "the connection was lost" : cause(error));
    }

    /** Redis answered {@code command} with an error. */
    static Fault refused(WireCommand command, String error) {
        String told = oneLine(error);
        if (told.startsWith("WRONGTYPE") || told.startsWith("Existing key has wrong Redis type")) {
            return new Fault(
                    Reason.VALUE,
                    "key " + command.key() + " holds another type than " + command.name() + " reads: " + told);
        }
        if (command.name().startsWith("JSON.") && told.startsWith("ERR unknown command")) {
            return new Fault(Reason.REDIS, "this Redis does not know " + command.name() + ": it has no RedisJSON");
        }
        String place = command.key().isEmpty() ? command.name() : command.name() + " " + command.key();
        return new Fault(Reason.REDIS, place + ": " + told);
    }

    /** The innermost cause in one line, in the words of upstreams: the outer ones say only that something went wrong. */
    public static String cause(Throwable error) {
        Throwable innermost = error;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return oneLine(Causes.describe(innermost));
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}

package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/** Says in a few words what went wrong on the network; the exceptions of the transports repeat addresses and calls. Thread-safe: stateless. */
public final class Causes {

    private Causes() {}

    /** What an exception in the pipeline of a connected channel means. */
    static Fault.Reason reason(Throwable cause) {
        if (cause instanceof CorruptedFrameException) {
            return Fault.Reason.MALFORMED;
        }
        return cause instanceof IOException || cause instanceof DecoderException
                ? Fault.Reason.CLOSED
                : Fault.Reason.INTERNAL;
    }

    /** One line. */
    public static String describe(Throwable cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("connection refused")) {
            return "connection refused";
        }
        if (text.contains("connection reset")) {
            return "connection reset";
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        if (cause instanceof ClosedChannelException) {
            return "connection closed";
        }
        return message.isEmpty()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}

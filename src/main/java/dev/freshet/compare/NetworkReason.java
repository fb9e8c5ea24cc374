package dev.freshet.compare;

import io.netty.channel.ConnectTimeoutException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/** Says in a few words what went wrong on a connection, so that the same trouble is counted together. Immutable: it has no state. */
final class NetworkReason {
    private NetworkReason() {}

    /** Without addresses and calls, which the transports add. */
    static String of(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("connection refused")) {
            return "connection refused";
        }
        if (text.contains("connection reset") || text.contains("broken pipe")) {
            return "connection reset";
        }
        if (text.contains("network is unreachable")) {
            return "network unreachable";
        }
        return switch (cause) {
            case ConnectTimeoutException _ -> "no connection in time";
            case NoRouteToHostException _ -> "no route to the host";
            case ClosedChannelException _ -> "connection closed";
            default -> "connection failed: " + cause.getClass().getSimpleName();
        };
    }
}

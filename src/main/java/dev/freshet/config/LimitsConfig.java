package dev.freshet.config;

import java.time.Duration;

/**
 * Bounds on what clients may take. Immutable.
 *
 * @param connections client connections over all listeners; more are closed at once
 * @param requestHeadBytes the largest request line plus header section (431 or 414 beyond)
 * @param idle how long a connection may stay without a request, or a request without progress
 * @param head how long a client may take to send one request head
 * @param streams concurrent HTTP/2 streams on one connection
 * @param body of the requests that are passed
 * @param tunnelIdle how long a tunnel may be without a byte in either direction
 */
public record LimitsConfig(
        int connections,
        int requestHeadBytes,
        Duration idle,
        Duration head,
        int streams,
        Body body,
        Duration tunnelIdle) {

    /** With the bounds on bodies and tunnels of a configuration that says nothing of them. */
    public LimitsConfig(int connections, int requestHeadBytes, Duration idle, Duration head, int streams) {
        this(
                connections,
                requestHeadBytes,
                idle,
                head,
                streams,
                LimitsSection.standardBody(),
                LimitsSection.standardTunnelIdle());
    }

    /**
     * Bounds on the body of one request. Immutable.
     *
     * @param maxBytes the longest (413 beyond)
     * @param bytesPerSecond the slowest on average (408 below); 0: however slow
     */
    public record Body(long maxBytes, long bytesPerSecond) {}
}

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
 */
public record LimitsConfig(int connections, int requestHeadBytes, Duration idle, Duration head, int streams) {}

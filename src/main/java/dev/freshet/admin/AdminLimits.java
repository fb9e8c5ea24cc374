package dev.freshet.admin;

import java.time.Duration;

/**
 * Bounds on what clients of the admin listener may take. Immutable.
 *
 * @param connections open at once; more are closed unanswered
 * @param requestLineBytes the longest request line (414 beyond)
 * @param headerBytes the largest header section (431 beyond)
 * @param bodyBytes the largest request content (413 beyond)
 * @param payloads larger than that on their way at once (503 beyond)
 * @param idle how long a connection may stay without a whole request received or a response sent
 */
record AdminLimits(int connections, int requestLineBytes, int headerBytes, int bodyBytes, int payloads, Duration idle) {
    static final AdminLimits DEFAULT = new AdminLimits(64, 4096, 8192, 65_536, 8, Duration.ofSeconds(30));
}

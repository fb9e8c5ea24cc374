package dev.freshet.server;

import dev.freshet.server.pass.HeldBodies;

/**
 * A client connection, as the housekeeping of its event loop sees it. Confined to that event loop, but for
 * {@link #cutOff()}.
 */
interface ClientConnection extends HeldBodies.Reader {
    /** Closes the connection when it has been idle, or a request without progress, for too long at {@code nowNanos}. */
    void sweep(long nowNanos);

    /** Takes no further request: closes now if nothing is in flight, else after the last answer. Idempotent. */
    void drain();

    /** Closes now, whatever is in flight. Idempotent. */
    void abort();

    /** The time for draining is over: closes now. */
    default void stop() {
        abort();
    }
}

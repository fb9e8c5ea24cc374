package dev.freshet.compare;

import org.jspecify.annotations.Nullable;

/** Hears what becomes of connections and their requests, on the event loop. Confined to that event loop. */
interface ConnectionListener extends BodySink {
    /** It takes requests from now on. */
    void ready(ClientConnection connection);

    /** The connection did not come about; {@link #gone} follows. */
    void unreachable(String reason);

    /** A whole answer came, and its stream is free again. */
    void answered(ClientConnection connection, long intendedNanos, ResponseView answer);

    /** A request gets no complete answer; its stream is free again where the connection stays usable. */
    void failed(ClientConnection connection, String reason);

    /** The connection has ended; the last that is heard of it. Null: it never was ready. */
    void gone(@Nullable ClientConnection connection);
}

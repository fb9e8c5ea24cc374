package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** One request to an upstream and its response. Confined to the event loop that opened it. */
public interface Exchange {
    /** Sends part of the request's body; takes ownership of {@code data}, also when the exchange has ended. */
    void write(ByteBuf data);

    /** Ends the request; called once, also when there is no body. {@code trailers} may be empty. */
    void end(HttpHeaders trailers);

    /** Whether more body may be written now; while false the caller stops reading its client. */
    boolean writable();

    /** Stops reading the response (back-pressure); what has been read already may still be heard. */
    void pause();

    /** Reads the response again. */
    void resume();

    /** Gives the exchange up: the connection is closed unless it is idle again, and nothing more is heard. Idempotent. */
    void cancel();
}

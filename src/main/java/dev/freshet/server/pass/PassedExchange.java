package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * One passed request, as the connection of its client sees it. What it is answered with goes to a {@link PassSink}, never
 * from inside one of these methods before the request has ended. Implementations are confined to one event loop.
 */
public interface PassedExchange {
    /** Part of the request's body; takes ownership of {@code data}. */
    void write(ByteBuf data);

    /** The request is complete. */
    void endRequest(HttpHeaders trailers);

    /** The request is complete and had no trailers. */
    default void endRequest() {
        endRequest(EmptyHttpHeaders.INSTANCE);
    }

    /** Whether the client should go on sending the request's body. */
    boolean wantsRequest();

    /** How far it has come; only the exchange itself writes to it. */
    PassProgress progress();

    /** Whether the request is complete. */
    default boolean requestEnded() {
        return progress().requestEnded();
    }

    /** Whether the request is complete and its answer has not begun. */
    default boolean awaitsResponse() {
        return requestEnded() && awaitsAnswer();
    }

    /** Whether the answer is complete, or will never be. */
    default boolean responseEnded() {
        return progress().responseEnded();
    }

    /** The client's side can or cannot be written to. */
    void clientWritable(boolean writable);

    /** The client is gone: nothing more is sent or heard. Idempotent. */
    void cancel();

    /** Cancels, and says whether the client has been told nothing yet. */
    default boolean cancelUnanswered() {
        boolean unanswered = awaitsAnswer();
        cancel();
        return unanswered;
    }

    /** Whether the client has been told nothing yet. */
    default boolean awaitsAnswer() {
        return !progress().responseBegun() && !progress().responseEnded();
    }
}

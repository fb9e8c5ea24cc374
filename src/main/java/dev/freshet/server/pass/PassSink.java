package dev.freshet.server.pass;

import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Switched;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * The client's side of a passed request: writes the response in its protocol. Calls come in the order
 * {@code informational*, head, body*, (end | cutOff)} or {@code informational*, switched} or {@code problem} alone. Confined to one event loop.
 */
public interface PassSink {
    /** A 1xx response. */
    void informational(int status, HttpHeaders fields);

    /** The upstream has switched to the protocol that the request asked for; takes over the connection to it. */
    void switched(Switched switched);

    /** The final response's head. */
    void head(ResponseHead head);

    /** Part of the body; takes ownership of {@code data}. */
    void body(ByteBuf data);

    /** The response is complete. */
    void end(HttpHeaders trailers);

    /** There is no response to be had: says so, with a sentence, as a problem (RFC 9457). */
    void problem(int status, String detail, CacheStatus cacheStatus);

    /** The response cannot be completed: it is cut off visibly. */
    void cutOff();

    /** The connection that all this is written to. */
    HeldBodies.Reader client();

    /** Whether more of the body may be written now. */
    boolean writable();

    /** The upstream takes more of the request's body. */
    void requestWritable();
}

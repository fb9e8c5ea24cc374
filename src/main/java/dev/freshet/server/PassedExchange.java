package dev.freshet.server;

import dev.freshet.decide.Forwarding;
import dev.freshet.observe.Fault;
import dev.freshet.upstream.Exchange;
import dev.freshet.upstream.ExchangeListener;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * One passed request: joins the client's side and the upstream's, with back-pressure in both directions. A slow client
 * pauses the upstream, a slow upstream pauses the client, and neither makes Freshet hold more than the sockets' bounds.
 * Confined to one event loop, on which both sides live.
 */
final class PassedExchange implements ExchangeListener {
    private final PassSink sink;
    private final Exchange exchange;
    private boolean requestEnded;
    private boolean responseBegun;
    private boolean responseEnded;

    /** Sends {@code head} to {@code upstream}; the body follows by {@link #write} and {@link #endRequest}. */
    PassedExchange(Upstream upstream, EventLoop loop, RequestHead head, PassSink sink) {
        this.sink = sink;
        this.exchange = upstream.open(loop, head, this);
    }

    /** Part of the request's body; takes ownership of {@code data}. */
    void write(ByteBuf data) {
        exchange.write(data);
    }

    /** The request is complete. */
    void endRequest(HttpHeaders trailers) {
        requestEnded = true;
        exchange.end(trailers.isEmpty() ? trailers : Forwarding.trailers(trailers));
    }

    /** The request is complete and had no trailers. */
    void endRequest() {
        endRequest(EmptyHttpHeaders.INSTANCE);
    }

    /** Whether the client should go on sending the request's body. */
    boolean wantsRequest() {
        return exchange.writable();
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /** Whether the request is complete and the upstream has not begun to answer. */
    boolean awaitsResponse() {
        return requestEnded && !responseBegun && !responseEnded;
    }

    boolean responseEnded() {
        return responseEnded;
    }

    /** The client's side can or cannot be written to: the response is read or not. */
    void clientWritable(boolean writable) {
        if (writable) {
            exchange.resume();
        } else {
            exchange.pause();
        }
    }

    /** The client is gone: nothing more is sent or heard. Idempotent. */
    void cancel() {
        if (!responseEnded) {
            responseEnded = true;
            exchange.cancel();
        }
    }

    /** Cancels, and says whether the client has been told nothing yet. */
    boolean cancelUnanswered() {
        boolean unanswered = !responseBegun && !responseEnded;
        cancel();
        return unanswered;
    }

    @Override
    public void informational(int status, HttpHeaders headers) {
        sink.informational(status, headers);
    }

    @Override
    public void head(ResponseHead head) {
        responseBegun = true;
        Forwarding.response(head.headers());
        sink.head(head);
    }

    /** Hands {@code data}, and its ownership, to the client's side. */
    @Override
    public void body(ByteBuf data) {
        sink.body(data);
        if (!sink.writable()) {
            exchange.pause();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        responseEnded = true;
        sink.end(trailers);
    }

    @Override
    public void failed(Fault fault) {
        responseEnded = true;
        sink.failed(fault);
    }

    @Override
    public void writable() {
        sink.requestWritable();
    }
}

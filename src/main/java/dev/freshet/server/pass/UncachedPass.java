package dev.freshet.server.pass;

import dev.freshet.decide.Forwarding;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.Fields;
import dev.freshet.decide.caching.ForwardReason;
import dev.freshet.decide.caching.Invalidation;
import dev.freshet.observe.Fault;
import dev.freshet.upstream.Exchange;
import dev.freshet.upstream.ExchangeListener;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Switched;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * A passed request that no stored response can answer: joins the client's side and the upstream's, with back-pressure in both
 * directions. A slow client pauses the upstream, a slow upstream pauses the client, and neither makes Freshet hold more than
 * the sockets' bounds. What its answer makes invalid is removed from the store before the client hears of it. Confined to one
 * event loop, on which both sides live.
 */
final class UncachedPass implements PassedExchange, ExchangeListener {
    private final Passes passes;
    private final PassRequest asked;
    private final PassSink sink;
    private final CacheStatus status;
    private final Exchange exchange;
    private final PassProgress progress = new PassProgress();

    /** Sends the request to {@code upstream}; the body follows by {@link #write} and {@link #endRequest}. */
    UncachedPass(Passes passes, Upstream upstream, PassRequest asked, ForwardReason reason, PassSink sink) {
        this.passes = passes;
        this.asked = asked;
        this.sink = sink;
        this.status = CacheStatus.Forwarded.of(reason);
        this.exchange = upstream.open(passes.loop(), asked.head(), this);
    }

    @Override
    public void write(ByteBuf data) {
        exchange.write(data);
    }

    @Override
    public void endRequest(HttpHeaders trailers) {
        progress.requestHasEnded();
        exchange.end(trailers.isEmpty() ? trailers : Forwarding.trailers(trailers));
    }

    @Override
    public boolean wantsRequest() {
        return exchange.writable();
    }

    @Override
    public PassProgress progress() {
        return progress;
    }

    @Override
    public void clientWritable(boolean writable) {
        if (writable) {
            exchange.resume();
        } else {
            exchange.pause();
        }
    }

    @Override
    public void cancel() {
        if (!progress.responseEnded()) {
            progress.responseHasEnded();
            exchange.cancel();
        }
    }

    @Override
    public void informational(int status, HttpHeaders headers) {
        sink.informational(status, headers);
    }

    @Override
    public void switched(Switched switched) {
        progress.responseHasEnded();
        Forwarding.response(switched.headers(), status);
        sink.switched(switched);
    }

    @Override
    public void head(ResponseHead head) {
        progress.responseHasBegun();
        Invalidation.keys(asked.request().method(), asked.key(), head.status(), Fields.of(head.headers()))
                .forEach(passes.store()::invalidate);
        Forwarding.response(head.headers(), status);
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
        progress.responseHasEnded();
        sink.end(trailers);
    }

    @Override
    public void failed(Fault fault) {
        progress.responseHasEnded();
        if (progress.responseBegun()) {
            sink.cutOff();
        } else {
            sink.problem(FaultAnswers.status(fault), FaultAnswers.detail(fault), status);
        }
    }

    @Override
    public void writable() {
        sink.requestWritable();
    }
}

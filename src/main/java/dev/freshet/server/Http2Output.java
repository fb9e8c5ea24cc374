package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.Verdict;
import dev.freshet.server.pass.HeldBodies;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Writes HTTP/2 responses, with one flush for all that one read or one burst of the upstream brought. Confined to the event
 * loop of its connection.
 */
final class Http2Output {
    private final ChannelHandlerContext ctx;
    private final Http2ConnectionEncoder encoder;
    private final Worker worker;
    private final HeldBodies.Reader client;
    private boolean reading;
    private boolean flushScheduled;

    Http2Output(ChannelHandlerContext ctx, Http2ConnectionEncoder encoder, Worker worker, HeldBodies.Reader client) {
        this.ctx = ctx;
        this.encoder = encoder;
        this.worker = worker;
        this.client = client;
    }

    /** The connection that all this is written to. */
    HeldBodies.Reader client() {
        return client;
    }

    /** A read has begun; what is written until {@link #readEnded()} is flushed then. */
    void readBegan() {
        reading = true;
    }

    /** The read is over, and the handler flushes. */
    void readEnded() {
        reading = false;
    }

    /** Writes the answer to a verdict and ends the stream; what is to be passed is not found here. */
    ChannelFuture write(int stream, Verdict verdict, boolean head, long nowMillis) {
        Answers answers = worker.answers();
        return switch (verdict) {
            case Verdict.Hit hit -> write(stream, worker.ready().of(hit, nowMillis), RequestOutcome.HIT, head);
            case Verdict.NotModified same ->
                write(stream, worker.ready().of(same, nowMillis), RequestOutcome.NOT_MODIFIED, true);
            case Verdict.Unavailable none ->
                write(stream, answers.unavailable(none, nowMillis), RequestOutcome.UNAVAILABLE, head);
            case Verdict.Preflight asked ->
                write(stream, answers.preflight(asked, nowMillis), RequestOutcome.PREFLIGHT, head);
            case Verdict.MethodNotAllowed _ ->
                write(stream, answers.methodNotAllowed(nowMillis), RequestOutcome.METHOD_NOT_ALLOWED, head);
            case Verdict.NotFound _, Verdict.Pass _, Verdict.First _ ->
                write(stream, answers.notFound(nowMillis), RequestOutcome.NOT_FOUND, head);
            case Verdict.Ambiguous _ -> write(stream, answers.ambiguous(nowMillis), RequestOutcome.REFUSED, head);
        };
    }

    private ChannelFuture write(int stream, ReadyResponse ready, RequestOutcome outcome, boolean head) {
        boolean bodiless = head || ready.bodyLength() == 0;
        Http2Ready frames = worker.ready().http2(ready);
        long length = frames == null ? ready.bodyLength() : frames.length(bodiless);
        worker.tally().answered(Protocol.HTTP_2, outcome, ready.status(), length);
        ChannelFuture last = headers(stream, ready.http2Headers(), bodiless);
        return bodiless ? last : body(stream, ready);
    }

    private ChannelFuture body(int stream, ReadyResponse ready) {
        ChannelFuture last = data(stream, ready.body(), true);
        if (!ready.holdsBody() && !last.isDone()) {
            HeldBodies.Hold hold = worker.hold(ready, client);
            last.addListener(_ -> hold.close());
        }
        return last;
    }

    /** Writes another answer of ours and ends the stream; the future is that of its last frame. */
    ChannelFuture write(int stream, Answer answer, RequestOutcome outcome, boolean head) {
        boolean bodiless = head || answer.body().length == 0;
        worker.tally().answered(Protocol.HTTP_2, outcome, answer.status(), bodiless ? 0 : answer.body().length);
        ChannelFuture last = headers(stream, Http2Fields.of(answer), bodiless);
        return bodiless ? last : data(stream, Unpooled.wrappedBuffer(answer.body()), true);
    }

    /** Writes a header list. */
    ChannelFuture headers(int stream, Http2Headers headers, boolean ends) {
        flushSoon();
        return encoder.writeHeaders(ctx, stream, headers, 0, ends, ctx.newPromise());
    }

    /** Writes part of a body, and with it its ownership; the flow controller sends it as the windows allow. */
    ChannelFuture data(int stream, ByteBuf data, boolean ends) {
        flushSoon();
        return encoder.writeData(ctx, stream, data, 0, ends, ctx.newPromise());
    }

    /** Cuts the stream off. */
    void reset(int stream, Http2Error error) {
        encoder.writeRstStream(ctx, stream, error.code(), ctx.newPromise());
        flushSoon();
    }

    /** Sends what has been written at the end of the read, or of this turn of the loop. */
    void flushSoon() {
        if (!reading && !flushScheduled) {
            flushScheduled = true;
            worker.loop().execute(this::flush);
        }
    }

    /** Through the pipeline: the HTTP/2 handler sends what its flow controller holds before it flushes the socket. */
    private void flush() {
        flushScheduled = false;
        ctx.pipeline().flush();
    }
}

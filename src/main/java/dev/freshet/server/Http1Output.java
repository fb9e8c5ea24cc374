package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.Verdict;
import dev.freshet.server.Http1Head.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/**
 * Writes HTTP/1.1 responses as bytes, with one flush for all that one read or one burst of the upstream brought. Confined
 * to the event loop of its connection.
 */
final class Http1Output {
    /** How long a client that is still sending may go on before the connection closes: its answer must reach it first. */
    private static final long LINGER_MILLIS = 500;

    private final ChannelHandlerContext ctx;
    private final Worker worker;
    private boolean reading;
    private boolean flushScheduled;

    Http1Output(ChannelHandlerContext ctx, Worker worker) {
        this.ctx = ctx;
        this.worker = worker;
    }

    /** A read has begun; what is written until {@link #readEnded()} is flushed then. */
    void readBegan() {
        reading = true;
    }

    /** The read is over: flushes. */
    void readEnded() {
        reading = false;
        ctx.flush();
    }

    /** Writes {@code data} and takes its ownership; it is flushed with whatever else this turn of the loop writes. */
    void write(ByteBuf data) {
        ctx.write(data, ctx.voidPromise());
        if (!reading && !flushScheduled) {
            flushScheduled = true;
            worker.loop().execute(this::flush);
        }
    }

    /** Writes the answer to a verdict; what is to be passed is not found here. */
    void write(Verdict verdict, boolean head, Persistence persistence, long nowMillis) {
        Answers answers = worker.answers();
        switch (verdict) {
            case Verdict.Hit hit -> write(worker.ready().of(hit, nowMillis), Outcome.HIT, head, persistence);
            case Verdict.NotModified same ->
                write(worker.ready().of(same, nowMillis), Outcome.NOT_MODIFIED, true, persistence);
            case Verdict.Unavailable none ->
                write(answers.unavailable(none, nowMillis), Outcome.UNAVAILABLE, head, persistence);
            case Verdict.Preflight asked ->
                write(answers.preflight(asked, nowMillis), Outcome.PREFLIGHT, head, persistence);
            case Verdict.MethodNotAllowed _ ->
                write(answers.methodNotAllowed(nowMillis), Outcome.METHOD_NOT_ALLOWED, head, persistence);
            case Verdict.NotFound _, Verdict.Pass _ ->
                write(answers.notFound(nowMillis), Outcome.NOT_FOUND, head, persistence);
        }
    }

    private void write(ReadyResponse ready, Outcome outcome, boolean head, Persistence persistence) {
        ByteBuf data;
        if (persistence == Persistence.KEPT) {
            data = head ? ready.http1Head() : ready.http1();
        } else {
            ByteBuf begin = Unpooled.wrappedBuffer(Http1Head.of(ready.answer(), persistence));
            data = head ? begin : Unpooled.wrappedBuffer(begin, ready.body());
        }
        worker.tally().answered(Protocol.HTTP_1_1, outcome, ready.status(), data.readableBytes());
        write(data);
    }

    /** Writes another answer of ours. */
    void write(Answer answer, Outcome outcome, boolean head, Persistence persistence) {
        byte[] begin = Http1Head.of(answer, persistence);
        ByteBuf data = head ? Unpooled.wrappedBuffer(begin) : Unpooled.wrappedBuffer(begin, answer.body());
        worker.tally().answered(Protocol.HTTP_1_1, outcome, answer.status(), data.readableBytes());
        write(data);
    }

    /** Writes ASCII. */
    void write(String ascii) {
        write(ByteBufUtil.writeAscii(ctx.alloc(), ascii));
    }

    /** Closes once everything written has been sent. */
    void closeAfterFlush() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes a little later: closing under a client that is still sending would reset the answer away. */
    void closeAfterLinger() {
        ctx.flush();
        worker.loop().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Closes now, whatever has been written: the client must see that its response is cut off. */
    void abort() {
        ctx.close();
    }

    /** Whether the client keeps up with what is written. */
    boolean writable() {
        return ctx.channel().isWritable();
    }

    private void flush() {
        flushScheduled = false;
        ctx.flush();
    }
}

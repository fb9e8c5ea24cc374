package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.decide.Verdict;
import dev.freshet.server.Http1Head.Persistence;
import dev.freshet.server.pass.HeldBodies;
import dev.freshet.upstream.Reset;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTTP/1.1 responses as bytes, with one flush for all that one read or one burst of the upstream brought. Confined
 * to the event loop of its connection.
 */
final class Http1Output {
    /** How long a client that is still sending may go on before the connection closes: its answer must reach it first. */
    private static final long LINGER_MILLIS = 500;
    /** A large body is written in such parts, so that a slow reader holds a part and not a copy of the whole. */
    private static final int PART_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final Worker worker;
    private final HeldBodies.Reader client;
    private boolean reading;
    private boolean flushScheduled;
    /** What is left of a large body; owned. */
    private @Nullable ByteBuf rest;

    private HeldBodies.@Nullable Hold hold;
    private boolean closesWhenWritten;

    Http1Output(ChannelHandlerContext ctx, Worker worker, HeldBodies.Reader client) {
        this.ctx = ctx;
        this.worker = worker;
        this.client = client;
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
            case Verdict.Hit hit -> write(worker.ready().of(hit, nowMillis), RequestOutcome.HIT, head, persistence);
            case Verdict.NotModified same ->
                write(worker.ready().of(same, nowMillis), RequestOutcome.NOT_MODIFIED, true, persistence);
            case Verdict.Unavailable none ->
                write(answers.unavailable(none, nowMillis), RequestOutcome.UNAVAILABLE, head, persistence);
            case Verdict.Preflight asked ->
                write(answers.preflight(asked, nowMillis), RequestOutcome.PREFLIGHT, head, persistence);
            case Verdict.MethodNotAllowed _ ->
                write(answers.methodNotAllowed(nowMillis), RequestOutcome.METHOD_NOT_ALLOWED, head, persistence);
            case Verdict.NotFound _, Verdict.Pass _, Verdict.First _ ->
                write(answers.notFound(nowMillis), RequestOutcome.NOT_FOUND, head, persistence);
            case Verdict.Ambiguous _ -> write(answers.ambiguous(nowMillis), RequestOutcome.REFUSED, head, persistence);
        }
    }

    private void write(ReadyResponse ready, RequestOutcome outcome, boolean head, Persistence persistence) {
        boolean whole = head || ready.holdsBody();
        ByteBuf data;
        if (persistence != Persistence.KEPT) {
            ByteBuf begin = Unpooled.wrappedBuffer(Http1Head.of(ready.answer(), persistence));
            data = head || !whole ? begin : Unpooled.wrappedBuffer(begin, ready.body());
        } else {
            data = head || !whole ? ready.http1Head() : ready.http1();
        }
        int later = whole ? 0 : ready.bodyLength();
        worker.tally().answered(Protocol.HTTP_1_1, outcome, ready.status(), data.readableBytes() + (long) later);
        write(data);
        if (!whole) {
            rest = ready.body();
            proceed();
            if (rest != null) {
                hold = worker.hold(ready, client);
            }
        }
    }

    /** Writes on with a large body, as far as the client takes it now. */
    void proceed() {
        ByteBuf body = rest;
        while (body != null && writable()) {
            int part = Math.min(
                    body.readableBytes(), PART_BYTES); // a copy: a slice in a queue would keep all of it in memory
            write(ctx.alloc().directBuffer(part).writeBytes(body, part));
            if (!body.isReadable()) {
                body.release();
                body = null;
                rest = null;
            }
        }
        if (body == null) {
            letGo();
        }
        if (body == null && closesWhenWritten) {
            closesWhenWritten = false;
            closeAfterFlush();
        }
    }

    /** The connection is gone: lets go of what has not been written. */
    void ended() {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        letGo();
    }

    private void letGo() {
        if (hold != null) {
            hold.close();
            hold = null;
        }
    }

    /** Writes another answer of ours. */
    void write(Answer answer, RequestOutcome outcome, boolean head, Persistence persistence) {
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
        if (rest != null) {
            closesWhenWritten = true;
            return;
        }
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Closes a little after everything written has been sent: closing under a client that is still sending would reset
     * the answer away.
     */
    void closeAfterLinger() {
        if (rest != null) {
            closesWhenWritten = true;
            return;
        }
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> worker.loop().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS));
    }

    /**
     * Closes now in the middle of a response whose framing shows that it is. What has been written still leaves, as far as the
     * client takes it: a reset could overtake the head.
     */
    void cutOff() {
        ctx.flush();
        ctx.pipeline().firstContext().close();
    }

    /** Resets now. */
    void abort() {
        Reset.now(ctx.channel());
    }

    /** Whether another answer may be written now. */
    boolean takesMore() {
        return rest == null && writable();
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

package dev.freshet.demo;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers one request after the other: an echo while its body comes, everything else when the request is complete. While an
 * answer is delayed or an echo not yet written, what was received already waits here and nothing more is read; Netty's
 * FlowControlHandler does not do for that, it forgets a read asked for while it hands a message over. Confined to its
 * connection's event loop.
 */
final class OriginHandler extends ChannelInboundHandlerAdapter {
    private final OriginState state;
    private final Answers answers;
    private final long delayNanos;
    /** At most what one read brought. */
    private final Deque<HttpObject> received = new ArrayDeque<>();

    private boolean busy;
    /** Waits for the end of its body; null while an echo runs and between requests. */
    private @Nullable HttpRequest waiting;

    private long bodyBytes;

    OriginHandler(OriginState state, Answers answers, Duration delay) {
        this.state = state;
        this.answers = answers;
        this.delayNanos = delay.toNanos();
    }

    /** Takes over the message and releases it. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received.add((HttpObject) message);
        next(ctx);
    }

    /** Deals with what was received, until there is something to wait for. */
    private void next(ChannelHandlerContext ctx) {
        while (!busy && !received.isEmpty()) {
            HttpObject message = received.remove();
            try {
                take(ctx, message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
        ctx.channel().config().setAutoRead(!busy);
    }

    private void done(ChannelHandlerContext ctx) {
        busy = false;
        next(ctx);
    }

    /** The message stays the caller's; what is echoed is retained and released by the write. */
    private void take(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            busy = true;
            ctx.writeAndFlush(Answers.malformed()).addListener(ChannelFutureListener.CLOSE);
        } else if (message instanceof HttpRequest request) {
            begin(ctx, request);
        } else if (message instanceof HttpContent content) {
            body(ctx, content);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        String path = Answers.path(request);
        if (!path.equals(OriginState.REQUESTS)) {
            state.counts().count(path);
        }
        bodyBytes = 0;
        if (path.equals(OriginState.ECHO) && request.method().equals(HttpMethod.POST)) {
            waiting = null;
            later(ctx, () -> {
                var _ = ctx.write(Answers.echo(request));
            });
        } else {
            waiting = request;
        }
    }

    private void body(ChannelHandlerContext ctx, HttpContent content) {
        HttpRequest request = waiting;
        if (request == null) {
            busy = true;
            ctx.writeAndFlush(content.retain()).addListener(_ -> done(ctx));
            return;
        }
        bodyBytes += content.content().readableBytes();
        if (content instanceof LastHttpContent) {
            later(ctx, () -> {
                var _ = ctx.writeAndFlush(answers.answer(request, bodyBytes));
            });
        }
    }

    private void later(ChannelHandlerContext ctx, Runnable answer) {
        if (delayNanos == 0) {
            answer.run();
            return;
        }
        busy = true;
        var _ = ctx.executor()
                .schedule(
                        () -> {
                            answer.run();
                            done(ctx);
                        },
                        delayNanos,
                        TimeUnit.NANOSECONDS);
    }

    /** Nobody is left to be answered. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        received.forEach(ReferenceCountUtil::release);
        received.clear();
        ctx.fireChannelInactive();
    }

    /** The client went away, sent nothing for long, or reset: nobody is left to be told. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}

package dev.freshet.tls;

import dev.freshet.config.Protocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener how the handshake ended, and leaves the pipeline when it succeeded. One deadline covers it all, from
 * the new connection to the finished handshake, so that a client that drips its ClientHello gains nothing. Confined
 * to its event loop.
 */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private final HandshakeListener listener;
    private final long timeoutMillis;
    private final Function<Throwable, String> reason;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean settled;

    /** Of an accepted connection. */
    HandshakeHandler(HandshakeListener listener, long timeoutMillis) {
        this(listener, timeoutMillis, HandshakeReason::of);
    }

    /** {@code reason}: says in one line why the handshake failed. */
    HandshakeHandler(HandshakeListener listener, long timeoutMillis, Function<Throwable, String> reason) {
        this.listener = listener;
        this.timeoutMillis = timeoutMillis;
        this.reason = reason;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> fail(ctx, "no handshake within " + timeoutMillis + " ms"),
                        timeoutMillis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        settle();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done when done.isSuccess() -> ready(ctx);
            case SslHandshakeCompletionEvent failed -> fail(ctx, reason.apply(failed.cause()));
            case SniCompletionEvent failed when !failed.isSuccess() -> fail(ctx, reason.apply(failed.cause()));
            case SslCompletionEvent _ -> {}
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /** Releases {@code message}: nothing is readable before the handshake, and after it this is gone. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        settle();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, reason.apply(cause));
    }

    private void ready(ChannelHandlerContext ctx) {
        if (!settle()) {
            return;
        }
        SslHandler encryption = ctx.pipeline().get(SslHandler.class);
        Protocol protocol =
                Protocol.HTTP_2.alpn().equals(encryption.applicationProtocol()) ? Protocol.HTTP_2 : Protocol.HTTP_1_1;
        ctx.pipeline().remove(this);
        listener.ready(ctx.channel(), protocol, resumed(encryption));
    }

    private static boolean resumed(SslHandler encryption) {
        return encryption.engine() instanceof ReferenceCountedOpenSslEngine engine
                && SSL.isSessionReused(engine.sslPointer());
    }

    private void fail(ChannelHandlerContext ctx, String reason) {
        if (settle()) {
            listener.failed(ctx.channel(), reason);
        }
        var _ = ctx.close();
    }

    /** Whether this was the first outcome. */
    private boolean settle() {
        if (settled) {
            return false;
        }
        settled = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        return true;
    }
}

package dev.freshet.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells once how the handshake with an upstream ended, and leaves the pipeline. Confined to its event loop. */
final class UpstreamHandshakeHandler extends ChannelInboundHandlerAdapter {
    private final URI server;
    private final Consumer<@Nullable Throwable> whenDone;
    private boolean done;

    UpstreamHandshakeHandler(URI server, Consumer<@Nullable Throwable> whenDone) {
        this.server = server;
        this.whenDone = whenDone;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent ended when ended.isSuccess() -> succeed(ctx);
            case SslHandshakeCompletionEvent ended -> fail(ctx, ended.cause());
            case SslCompletionEvent _ -> {}
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    /** A connection that never came about takes its pipeline apart without a handshake. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        fail(ctx, new ClosedChannelException());
    }

    private void succeed(ChannelHandlerContext ctx) {
        if (!done) {
            done = true;
            ctx.pipeline().remove(this);
            whenDone.accept(null);
        }
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!done) {
            done = true;
            whenDone.accept(new SSLException(server.getAuthority() + ": " + HandshakeReason.of(cause), cause));
            var _ = ctx.close();
        }
    }
}

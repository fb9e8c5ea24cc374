package dev.freshet.tls;

import dev.freshet.upstream.UpstreamTls.Progress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/** Tells how the handshake with an upstream ended, once, and when the upstream ended the session. Confined to its event loop. */
final class UpstreamHandshakeHandler extends ChannelInboundHandlerAdapter {
    private final URI server;
    private final Progress progress;
    private boolean done;

    UpstreamHandshakeHandler(URI server, Progress progress) {
        this.server = server;
        this.progress = progress;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent ended when ended.isSuccess() -> succeed();
            case SslHandshakeCompletionEvent ended -> fail(ctx, ended.cause());
            case SslCloseCompletionEvent ended when ended.isSuccess() -> progress.closeNotified();
            case SslCloseCompletionEvent _ -> {}
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (done) {
            ctx.fireExceptionCaught(cause);
        } else {
            fail(ctx, cause);
        }
    }

    /** A connection that never came about takes its pipeline apart without a handshake. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        fail(ctx, new ClosedChannelException());
    }

    private void succeed() {
        if (!done) {
            done = true;
            progress.established();
        }
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!done) {
            done = true;
            progress.failed(new SSLException(server.getAuthority() + ": " + HandshakeReason.of(cause), cause));
            var _ = ctx.close();
        }
    }
}

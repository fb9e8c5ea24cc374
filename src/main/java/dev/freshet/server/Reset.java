package dev.freshet.server;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/** Ends a connection without another byte. Immutable: a pure function of a channel. */
final class Reset {
    private Reset() {}

    /**
     * Resets the connection of {@code ctx} now, below TLS: a farewell would make a response that is cut off look whole, and
     * would wait behind what the client does not read. To be called on its event loop.
     */
    static void now(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            try {
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            } catch (ChannelException _) {
                // the socket has been reset already
            }
            ctx.pipeline().firstContext().close();
        }
    }
}

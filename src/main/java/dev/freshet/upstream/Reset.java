package dev.freshet.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/** Ends a connection without another byte. Immutable: a pure function of a channel. */
public final class Reset {
    private Reset() {}

    /**
     * Resets {@code channel} now, below TLS: a farewell would make a response that is cut off look whole, and would wait
     * behind what the peer does not read. To be called on its event loop.
     */
    public static void now(Channel channel) {
        if (channel.isActive()) {
            try {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            } catch (ChannelException _) {
                // the socket has been reset already
            }
            ChannelHandlerContext lowest = channel.pipeline().firstContext();
            if (lowest == null) {
                channel.close();
            } else {
                lowest.close();
            }
        }
    }
}

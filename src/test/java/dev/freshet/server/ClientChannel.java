package dev.freshet.server;

import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An embedded channel that has a client's address. Confined to one test. */
final class ClientChannel extends EmbeddedChannel {
    ClientChannel(ChannelHandler handler) {
        if (handler != null) {
            pipeline().addLast(handler);
        }
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return new InetSocketAddress("127.0.0.1", 50_000);
    }
}

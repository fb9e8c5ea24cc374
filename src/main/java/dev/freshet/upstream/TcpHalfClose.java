package dev.freshet.upstream;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/** A FIN ends one direction (RFC 9293 section 3.6); the peer's is heard as the end of input. Thread-safe: stateless. */
final class TcpHalfClose implements HalfClose {

    @Override
    public void end(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            var _ = channel.close();
        }
    }

    @Override
    public boolean isFarewell(Object event) {
        return false;
    }
}

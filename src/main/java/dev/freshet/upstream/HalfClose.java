package dev.freshet.upstream;

import io.netty.channel.Channel;

/** How one direction of a connection is ended while the other goes on. Implementations are thread-safe. */
public interface HalfClose {
    /** By TCP alone. */
    HalfClose OF_TCP = new TcpHalfClose();

    /**
     * Tells the peer that nothing more is sent; what it sends is still read. All that was written must have been flushed. To
     * be called on the channel's event loop.
     */
    void end(Channel channel);

    /** Whether {@code event}, heard in the pipeline, is the peer's farewell, after which nothing can be sent to it either. */
    boolean isFarewell(Object event);
}

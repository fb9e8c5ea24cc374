package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;

/**
 * One of the two ends of a tunnel: a peer that bytes go to and come from, whatever they mean. Each direction ends by itself.
 * Implementations are confined to one event loop.
 */
public interface TunnelEnd {
    /** Begins to read what the peer sends, which {@code listener} hears; to be called once. */
    void open(Listener listener);

    /** Sends {@code data} and takes its ownership, also where nothing can be sent any more. */
    void write(ByteBuf data);

    /** Whether more may be written now; while false, the caller stops the other end. */
    boolean writable();

    /** Stops reading the peer (back-pressure); what has been read already may still be heard. */
    void pause();

    /** Reads the peer again. */
    void resume();

    /** Sends nothing more after what has been written; the peer may go on. */
    void finish();

    /** Closes once everything written has been sent; the peer is not heard any more. */
    void close();

    /** Breaks off now. */
    void abort();

    /**
     * Hears what one end does, in the order {@code data*, finished?, gone}, with {@code writable} in between. Implementations
     * are confined to the end's event loop.
     */
    interface Listener {
        /** The peer sent {@code data}; the listener owns it. */
        void data(ByteBuf data);

        /** The end takes more after {@link TunnelEnd#writable()} had been false. */
        void writable();

        /** The peer sends nothing more, but may still read. */
        void finished();

        /** The peer is gone, or the end was closed; {@code orderly}: nothing has been lost. */
        void gone(boolean orderly);
    }
}

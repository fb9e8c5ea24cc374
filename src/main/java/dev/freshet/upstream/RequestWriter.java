package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Writes requests to one connection. What is written in one turn of the loop leaves in one flush; a write that fails, or a
 * head that cannot be written, is heard of as an exception in the pipeline (void promises). Confined to the channel's event loop.
 */
final class RequestWriter {
    private final Channel channel;
    private final String authority;
    private final Runnable flush = this::flush;
    private boolean flushQueued;

    /** {@code authority} is sent as Host where the request names none. */
    RequestWriter(Channel channel, String authority) {
        this.channel = channel;
        this.authority = authority;
    }

    /** Sends a request without a body. */
    void whole(RequestHead head) {
        try {
            send(RequestFraming.whole(head, authority));
            channel.flush();
        } catch (IllegalArgumentException e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    /** Sends the head of a request whose body follows. */
    void head(RequestHead head) {
        try {
            send(RequestFraming.start(head, authority));
            flushLater();
        } catch (IllegalArgumentException e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    /** Sends part of a body; takes ownership of {@code data}. */
    void body(ByteBuf data) {
        send(data);
        flushLater();
    }

    /** Ends a body. */
    void end(HttpHeaders trailers) {
        if (trailers.isEmpty()) {
            send(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            HopByHop.strip(trailers);
            send(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
        }
        channel.flush();
    }

    boolean writable() {
        return channel.isWritable();
    }

    /** Bytes written and not yet taken by the socket; -1 when the socket takes no more. */
    long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? -1 : buffer.totalPendingWriteBytes();
    }

    private void send(Object message) {
        var _ = channel.write(message, channel.voidPromise());
    }

    /** Not at once: it could make the channel writable, and the listener would hear of it inside its own call. */
    private void flushLater() {
        if (!flushQueued) {
            flushQueued = true;
            channel.eventLoop().execute(flush);
        }
    }

    private void flush() {
        flushQueued = false;
        channel.flush();
    }
}

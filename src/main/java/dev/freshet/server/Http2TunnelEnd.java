package dev.freshet.server;

import dev.freshet.upstream.TunnelEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream of an HTTP/2 client as the end of a tunnel (RFC 8441 section 5). What comes before the tunnel is open is held, and
 * the stream's window with it, which bounds it. An end of one direction is END_STREAM, an end without order RST_STREAM.
 * Confined to the event loop of its connection.
 */
final class Http2TunnelEnd implements TunnelEnd {
    private final Http2Passes passes;
    private final Http2Output output;
    private final int stream;
    /** Owned; empty once the tunnel is open. */
    private final Queue<ByteBuf> early = new ArrayDeque<>();

    private @Nullable Listener listener;
    private @Nullable ChannelFuture last;
    private boolean paused = true;
    private boolean inputEnded;
    private boolean gone;

    Http2TunnelEnd(Http2Passes passes, Http2Output output, int stream) {
        this.passes = passes;
        this.output = output;
        this.stream = stream;
    }

    // What the tunnel does

    @Override
    public void open(Listener hearer) {
        if (gone) {
            hearer.gone(false);
            return;
        }
        listener = hearer;
        paused = false;
        for (ByteBuf each = early.poll(); each != null; each = early.poll()) {
            hearer.data(each);
        }
        if (inputEnded) {
            hearer.finished();
        }
        if (!paused) {
            passes.requestWritable(stream);
        }
    }

    @Override
    public void write(ByteBuf data) {
        if (gone || last != null) {
            data.release();
        } else {
            passes.progressed();
            output.data(stream, data, false);
        }
    }

    @Override
    public boolean writable() {
        return passes.writable(stream);
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        passes.requestWritable(stream);
    }

    @Override
    public void finish() {
        if (!gone && last == null) {
            last = output.data(stream, Unpooled.EMPTY_BUFFER, true);
        }
    }

    @Override
    public void close() {
        finish();
        if (last != null && !inputEnded) {
            passes.stopRequestAfter(stream, last);
        }
    }

    @Override
    public void abort() {
        if (!gone) {
            output.reset(stream, Http2Error.CANCEL);
        }
    }

    // What the client does

    /** Whether the stream's window is kept closed. */
    boolean isPaused() {
        return paused && !gone;
    }

    /** Whether the client sends nothing more. */
    boolean hasEnded() {
        return inputEnded;
    }

    /** Takes the ownership of {@code data}; {@code ends}: it is the last. */
    void received(ByteBuf data, boolean ends) {
        inputEnded |= ends;
        Listener hearer = listener;
        if (gone) {
            data.release();
        } else if (hearer == null) {
            early.add(data);
        } else {
            hearer.data(data);
            if (ends) {
                hearer.finished();
            }
        }
    }

    /** There is no tunnel, or no more: the stream is closed, or answered with something else. */
    void left() {
        boolean orderly = inputEnded && last != null;
        early.forEach(ByteBuf::release);
        early.clear();
        if (!gone) {
            gone = true;
            if (listener != null) {
                listener.gone(orderly);
            }
        }
    }

    /** The client takes more. */
    void writableAgain() {
        if (listener != null && !gone) {
            listener.writable();
        }
    }
}

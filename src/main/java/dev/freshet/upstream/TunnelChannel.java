package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the end of a tunnel: stands last in its pipeline, with nothing but TLS before it. What is written in one
 * turn of the loop leaves in one flush. A peer that closes TCP without the farewell of TLS is taken to have ended: what is
 * tunnelled has frames of its own, and knows whether it is whole. Confined to the channel's event loop.
 */
public final class TunnelChannel extends ChannelInboundHandlerAdapter implements TunnelEnd {
    private final Channel channel;
    private final HalfClose halfClose;
    private final Consumer<Throwable> causes;
    private @Nullable Listener listener;
    private boolean flushQueued;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean closing;
    private boolean gone;

    /** {@code causes} hears what was thrown on the connection, which breaks off for it. */
    public TunnelChannel(Channel channel, HalfClose halfClose, Consumer<Throwable> causes) {
        this.channel = channel;
        this.halfClose = halfClose;
        this.causes = causes;
    }

    // What the tunnel does

    @Override
    public void open(Listener hearer) {
        listener = hearer;
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.config().setAutoRead(true);
        } else {
            leave(false);
        }
    }

    @Override
    public void write(ByteBuf data) {
        if (gone || outputEnded) {
            data.release();
            return;
        }
        var _ = channel.write(data, channel.voidPromise());
        if (!flushQueued) {
            flushQueued = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void pause() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void finish() {
        if (!gone && !outputEnded) {
            outputEnded = true;
            flushed().addListener(_ -> {
                if (!gone && !closing) {
                    halfClose.end(channel);
                }
            });
        }
    }

    @Override
    public void close() {
        if (!closing && !gone) {
            closing = true;
            outputEnded = true;
            flushed().addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void abort() {
        Reset.now(channel);
    }

    /** The peer has said that this is the end of both directions. */
    void farewell() {
        leave(true);
        var _ = channel.close();
    }

    // What the peer does

    /** Hands {@code message}, and its ownership, to the listener, or releases it. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Listener hearer = listener;
        if (hearer == null || inputEnded || closing || gone) {
            ReferenceCountUtil.release(message);
        } else {
            hearer.data((ByteBuf) message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null && !gone && channel.isWritable()) {
            listener.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        } else if (halfClose.isFarewell(event)) {
            farewell();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave(closing);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!gone) {
            causes.accept(cause);
            leave(false);
        }
        abort();
    }

    private void inputEnded() {
        if (listener != null && !inputEnded && !gone) {
            inputEnded = true;
            listener.finished();
        }
    }

    private void leave(boolean orderly) {
        if (listener != null && !gone) {
            gone = true;
            listener.gone(orderly);
        }
    }

    private ChannelFuture flushed() {
        return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    private void flush() {
        flushQueued = false;
        channel.flush();
    }
}

package dev.freshet.compare;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The HTTP/1.1 end of a connection: one request in flight, its bytes made once and shared. What is written while reading
 * leaves in one flush. Confined to its event loop.
 */
final class Http1Client extends ChannelInboundHandlerAdapter implements ClientConnection {
    private final ConnectionListener listener;
    private final ByteBuf request;
    private final Http1Reader reader;
    private ChannelHandlerContext ctx;
    private boolean busy;
    private boolean reading;
    private boolean unflushed;
    private boolean over;
    private boolean served;
    private long intendedNanos;
    private long sentNanos;

    /** {@code request} stays the caller's, and must be there for as long as the connection is. */
    @SuppressWarnings("NullAway.Init") // ctx is set by handlerAdded, before any event
    Http1Client(ByteBuf request, ConnectionListener listener) {
        this.request = request;
        this.listener = listener;
        this.reader = new Http1Reader(listener);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public int streams() {
        return 1;
    }

    @Override
    public boolean usable() {
        return !over && ctx.channel().isActive();
    }

    @Override
    public boolean served() {
        return served;
    }

    @Override
    public void begin(long intended, long nowNanos) {
        busy = true;
        intendedNanos = intended;
        sentNanos = nowNanos;
        reader.clear();
        var _ = ctx.write(request.retainedDuplicate(), ctx.voidPromise());
        if (reading) {
            unflushed = true;
        } else {
            ctx.flush();
        }
    }

    @Override
    public void expire(long sentBeforeNanos, String reason) {
        if (busy && sentNanos - sentBeforeNanos < 0) {
            fail(reason);
        }
    }

    @Override
    public void close() {
        over = true;
        busy = false;
        var _ = ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        reading = true;
        try {
            read(in);
        } catch (MalformedAnswerException e) {
            fail(String.valueOf(e.getMessage()));
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) throws MalformedAnswerException {
        if (over) {
            return;
        }
        if (!busy) {
            close(); // the server spoke unasked, as one does that ends an idle connection with 408
            return;
        }
        if (reader.take(in)) {
            if (in.isReadable()) {
                throw new MalformedAnswerException("more bytes than the answer has");
            }
            complete();
        }
    }

    private void complete() {
        busy = false;
        served = true;
        if (reader.closes()) {
            over = true;
        }
        listener.answered(this, intendedNanos, reader.head());
        if (over) {
            var _ = ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    private void fail(String reason) {
        if (busy) {
            busy = false;
            over = true;
            listener.failed(this, reason);
        }
        over = true;
        var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (busy && reader.endsWithConnection()) {
            complete();
        }
        fail(reader.begun() ? "cut off within the answer" : "closed without an answer");
        listener.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(NetworkReason.of(cause));
    }
}

package dev.freshet.server;

import dev.freshet.upstream.Reset;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection: its life, from the preface to GOAWAY; its requests are {@link Http2Requests}. Confined to its
 * event loop.
 */
final class Http2ClientConnection extends Http2ConnectionHandler implements ClientConnection {
    private final Worker worker;
    /** Whether it has been told to go because nothing moved. */
    private boolean idled;

    private final Http2FrameCutter cutter = new Http2FrameCutter();
    private Http2Passes passes;
    private Http2Output output;
    private Http2Shortcut shortcut;
    private ChannelHandlerContext ctx;

    @SuppressWarnings("NullAway.Init") // set by handlerAdded, before any event
    Http2ClientConnection(
            Worker worker, Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        super(decoder, encoder, settings, false);
        this.worker = worker;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        ctx = context;
        InetSocketAddress client = (InetSocketAddress) context.channel().remoteAddress();
        output = new Http2Output(context, encoder(), worker, this);
        shortcut = new Http2Shortcut(context, worker, connection());
        passes = new Http2Passes(worker, true, connection(), output, client);
        decoder().frameListener(new Http2Requests(worker, connection(), output, shortcut, passes));
        worker.opened(this);
        super.handlerAdded(context);
        if (worker.draining()) {
            drain();
        }
    }

    /** {@code in} stays its caller's. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (connection().numActiveStreams() > 0) {
            passes.progressed(); // between requests, only a request is a sign of use
        }
        output.readBegan();
        while (in.isReadable()) {
            boolean frames = cutter.pastPreface();
            int bytes = cutter.next(in);
            if (bytes == 0) {
                return;
            }
            if (frames && Http2Frame.isWhole(in, bytes) && shortcut.takes(in)) {
                passes.progressed();
                in.skipBytes(bytes);
            } else {
                shortcut.handOver();
                super.decode(context, in.readSlice(bytes), out);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        output.readEnded();
        shortcut.settle();
        super.channelReadComplete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        worker.closed(this);
        shortcut.ended();
        super.channelInactive(context);
    }

    @Override
    public void sweep(long nowNanos) {
        boolean idle =
                nowNanos - passes.progressNanos() > worker.limits().idle().toNanos();
        passes.sweep(nowNanos);
        if (!idle || passes.mayBeSilent()) {
            return;
        }
        if (connection().numActiveStreams() == 0 && !idled) {
            idled = true;
            drain();
        } else {
            abort(); // the client neither reads nor sends: not even the farewell has gone out since the last sweep
        }
    }

    /** What answers known requests. */
    Http2Shortcut shortcut() {
        return shortcut;
    }

    /** Sends GOAWAY and closes when the streams in flight have ended. */
    @Override
    public void drain() {
        shortcut.handOver();
        ctx.channel().close();
    }

    @Override
    public void cutOff() {
        worker.cutOff(this);
    }

    @Override
    public void abort() {
        Reset.now(ctx.channel());
    }

    /** What tunnels have been told of their end goes out first; where they were all there was, the connection closes by itself. */
    @Override
    public void stop() {
        ctx.flush();
        worker.loop().execute(() -> {
            ctx.flush();
            if (connection().numActiveStreams() > 0) {
                abort();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(context, cause);
        } else {
            worker.faults().connection(cause);
            context.close();
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        worker.faults().badRequest();
        super.onStreamError(context, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null) {
            worker.faults().connection(cause);
        } else {
            worker.faults().badRequest();
        }
        super.onConnectionError(context, outbound, cause, error);
    }
}

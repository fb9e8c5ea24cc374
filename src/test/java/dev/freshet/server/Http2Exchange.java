package dev.freshet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/2 connection to a worker: bytes in, and what came out by stream. Confined to one test. */
final class Http2Exchange implements AutoCloseable {
    private final Http2ClientConnection connection;
    private final ClientChannel channel;
    private final ChannelHandlerContext ctx;
    private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(false));
    private final Map<Integer, StringBuilder> byStream = new TreeMap<>();
    private final StringBuilder connectionEvents = new StringBuilder();
    private final ByteBuf received = Unpooled.buffer();
    private final boolean lenient;
    private long bodyBytes;

    /** {@code lenient}: acknowledged settings are not written down. */
    Http2Exchange(Worker worker, boolean lenient) {
        this.lenient = lenient;
        this.connection = Http2Codec.handler(worker);
        this.channel = new ClientChannel(connection);
        this.ctx = channel.pipeline().firstContext();
        collect();
    }

    /** What the server has been sent, in one read. */
    void feed(byte[] bytes) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            channel.runPendingTasks();
        }
        collect();
    }

    /** What comes from now on must be made for a table of {@code bytes}. */
    void headerTableSize(int bytes) {
        try {
            reader.configuration().headersConfiguration().maxHeaderTableSize(bytes);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link #feed}, and no request in it is known from before. */
    void feedForgetting(byte[] bytes) {
        connection.shortcut().forget();
        feed(bytes);
    }

    /** The housekeeping of a second at {@code nowNanos}. */
    void sweep(long nowNanos) {
        connection.sweep(nowNanos);
    }

    /** Nothing that is written reaches the client any more, as when it does not read. */
    void stick() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message); // the promise stays open
            }
        });
    }

    /** The server is stopping. */
    void drain() {
        connection.drain();
        collect();
    }

    int lastStreamCreated() {
        return connection.connection().remote().lastStreamCreated();
    }

    String answer(int stream) {
        return byStream.getOrDefault(stream, new StringBuilder()).toString();
    }

    String connectionEvents() {
        return connectionEvents.toString();
    }

    long bodyBytes() {
        return bodyBytes;
    }

    boolean closed() {
        return !channel.isOpen();
    }

    /** What came out, by stream. */
    String everything() {
        String all = connectionEvents + (channel.isOpen() ? "(open)" : "(closed)") + byStream;
        return all.replace("\u0003\u0002", ""); // how a body is cut into frames is nobody's concern
    }

    /** What does not depend on when answers were flushed: bodies may be cut off by what the client does next. */
    String heads() {
        byStream.values().removeIf(events -> events.indexOf("=") < 0);
        return everything().replaceAll("(?s)\u0002.*?\u0003| reset \\d+| end", "");
    }

    private void collect() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
        try {
            reader.readFrame(ctx, received, new Listener());
        } catch (Http2Exception e) {
            throw new AssertionError("the server sent nonsense", e);
        }
    }

    private StringBuilder of(int stream) {
        return byStream.computeIfAbsent(stream, _ -> new StringBuilder());
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        reader.close();
    }

    private final class Listener extends Http2FrameAdapter {
        @Override
        public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean ends) {
            bodyBytes += data.readableBytes();
            of(stream)
                    .append('\u0002')
                    .append(data.toString(StandardCharsets.ISO_8859_1))
                    .append('\u0003')
                    .append(ends ? " end" : "");
            return data.readableBytes() + padding;
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int stream, Http2Headers head, int padding, boolean ends) {
            head.forEach(field -> of(stream)
                    .append(field.getKey())
                    .append('=')
                    .append(field.getValue())
                    .append('\n'));
            of(stream).append(ends ? " end" : "");
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long code) {
            of(stream).append(" reset ").append(code);
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext ctx) {
            connectionEvents.append(lenient ? "" : "ack ");
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext ctx, long data) {
            connectionEvents.append("pong ");
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf debug) {
            connectionEvents
                    .append("GOAWAY last=")
                    .append(last)
                    .append(" code=")
                    .append(code)
                    .append(' ');
        }
    }
}

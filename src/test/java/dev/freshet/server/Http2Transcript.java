package dev.freshet.server;

import dev.freshet.server.Told.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an HTTP/2 connection brings, read stream by stream. Confined to one test. */
final class Http2Transcript implements AutoCloseable {
    private final Socket socket;
    private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(true));
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ByteBuf received = Unpooled.buffer();
    private final Map<Integer, Heard> streams = new HashMap<>();
    private boolean goneAway;

    /** What has come of one stream. Confined to the transcript. */
    private static final class Heard {
        private final List<String> fields = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private int status;
        private Ending ending;

        private void end(Ending how) {
            if (ending != null) {
                throw new AssertionError("a stream that had ended went on");
            }
            ending = how == Ending.CUT_OFF && status == 0 ? Ending.NOTHING : how;
        }

        private Told told() {
            return new Told(status, List.copyOf(fields), body.toString(), ending);
        }
    }

    Http2Transcript(Socket socket) {
        this.socket = socket;
    }

    void send(byte[] frames) throws IOException {
        socket.getOutputStream().write(frames);
    }

    /** What came of {@code count} streams from {@code first} on, once all of them have ended. */
    List<Told> readStreams(int first, int count) throws IOException, Http2Exception {
        byte[] part = new byte[16 * 1024];
        while (!ended(first, count)) {
            int bytes = socket.getInputStream().read(part);
            if (bytes < 0 || goneAway) {
                throw new EOFException("the connection ended, not just its streams");
            }
            received.writeBytes(part, 0, bytes);
            reader.readFrame(channel.pipeline().firstContext(), received, new Listener());
            received.discardSomeReadBytes();
        }
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            told.add(of(first + 2 * i).told());
        }
        return told;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        channel.finishAndReleaseAll();
        socket.close();
    }

    private boolean ended(int first, int count) {
        for (int i = 0; i < count; i++) {
            if (of(first + 2 * i).ending == null) {
                return false;
            }
        }
        return true;
    }

    private Heard of(int stream) {
        return streams.computeIfAbsent(stream, _ -> new Heard());
    }

    /** Confined to the transcript. */
    private final class Listener extends Http2FrameAdapter {
        @Override
        public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean ends) {
            of(stream).body.append(data.toString(StandardCharsets.ISO_8859_1));
            if (ends) {
                of(stream).end(Ending.WHOLE);
            }
            return data.readableBytes() + padding;
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int stream, Http2Headers head, int padding, boolean ends) {
            Heard heard = of(stream);
            int status =
                    head.status() == null ? 0 : Integer.parseInt(head.status().toString());
            if (status >= 200) {
                heard.status = status;
                head.forEach(field -> heard.fields.add(field.getKey() + ": " + field.getValue()));
            }
            if (ends) {
                heard.end(Ending.WHOLE);
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long code) {
            of(stream).end(Ending.CUT_OFF);
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf debug) {
            goneAway = true;
        }
    }
}

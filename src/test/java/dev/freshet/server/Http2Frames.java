package dev.freshet.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a client of HTTP/2 sends, frame by frame, well-formed or not. Confined to one test. */
final class Http2Frames {
    static final Http2Headers GET = request("GET", "/live.json");
    private static final Http2Headers[] REQUESTS = {
        GET,
        GET,
        GET,
        request("HEAD", "/live.json"),
        request("GET", "/none.json"),
        request("POST", "/live.json"),
        request("GET", "/live.json?q"),
        request("GET", "/live.json").add("accept-encoding", "gzip, br"),
        request("GET", "/live.json").add("if-none-match", "*"),
        request("GET", "/live.json").add("expect", "100-continue"),
        request("GET", "/live.json").add("content-length", "0"),
        request("GET", "/live.json").add("cookie", "a=b").add("cookie", "c=d"),
        request("GET", "/live.json").add("host", "other"),
        request("GET", "/live.json").add("connection", "close"),
        request("CONNECT", "/live.json"),
    };

    private static final String[] NEVER_INDEXED = {"", ":path", ":authority", ":authority"};

    private final DefaultHttp2HeadersEncoder encoder;
    private List<byte[]> frames = new ArrayList<>();

    Http2Frames() {
        this(null);
    }

    /** {@code indexed}: null for Netty's choice of what goes into the dynamic table; else some fields never do. */
    private Http2Frames(Random indexed) {
        String never = indexed == null ? "" : NEVER_INDEXED[indexed.nextInt(NEVER_INDEXED.length)];
        encoder = new DefaultHttp2HeadersEncoder((name, _) -> name.toString().equals(never));
    }

    private static Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("https")
                .authority("localhost")
                .path(path);
    }

    /** All frames since the last time, in one. */
    byte[] take() {
        byte[] all =
                Unpooled.wrappedBuffer(frames.toArray(byte[][]::new)).copy().array();
        frames = new ArrayList<>();
        return all;
    }

    Http2Frames preface() {
        frames.add(ByteBufUtil.getBytes(Http2CodecUtil.connectionPrefaceBuf()));
        return this;
    }

    Http2Frames settings() {
        return frame(Http2Frame.SETTINGS, 0, 0, new byte[0]);
    }

    Http2Frames initialWindow(int bytes) {
        return frame(
                Http2Frame.SETTINGS,
                0,
                0,
                ByteBufUtil.getBytes(Unpooled.buffer(6).writeShort(4).writeInt(bytes)));
    }

    Http2Frames headerTableSize(int bytes) {
        return frame(
                Http2Frame.SETTINGS,
                0,
                0,
                ByteBufUtil.getBytes(Unpooled.buffer(6).writeShort(1).writeInt(bytes)));
    }

    Http2Frames windowUpdate(int stream, int bytes) {
        return frame(Http2Frame.WINDOW_UPDATE, 0, stream, ByteBufUtil.getBytes(Unpooled.copyInt(bytes)));
    }

    Http2Frames reset(int stream) {
        return frame(Http2Frame.RST_STREAM, 0, stream, ByteBufUtil.getBytes(Unpooled.copyInt(8)));
    }

    Http2Frames request(int stream, Http2Headers headers) {
        return frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS | Http2Frame.END_STREAM, stream, block(headers));
    }

    /** A request whose body follows. */
    Http2Frames openRequest(int stream, Http2Headers headers) {
        return frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, stream, block(headers));
    }

    Http2Frames frame(int type, int flags, int stream, byte[] payload) {
        ByteBuf frame = Unpooled.buffer();
        Http2Frame.begin(frame, payload.length, type, flags, stream);
        frames.add(ByteBufUtil.getBytes(frame.writeBytes(payload)));
        return this;
    }

    private byte[] block(Http2Headers headers) {
        try {
            ByteBuf block = Unpooled.buffer();
            encoder.encodeHeaders(1, headers, block);
            return ByteBufUtil.getBytes(block);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The preface, SETTINGS, and ten to thirty frames: mostly requests, most of them alike; {@code faults}: some of them wrong. */
    static List<byte[]> randomConnection(Random random, boolean faults) {
        Http2Frames made = new Http2Frames(random).preface().settings().windowUpdate(0, 1_000_000);
        int stream = 1;
        for (int count = 10 + random.nextInt(20); count > 0; count--) {
            int earlier = Math.max(1, stream - 2 * random.nextInt(5));
            if (random.nextInt(4) != 0) {
                made.randomRequest(random, stream, faults);
                stream += random.nextInt(10) == 0 ? 4 : 2;
            } else if (faults) {
                made.randomFrame(random, earlier);
            } else {
                made.harmlessFrame(random, earlier);
            }
            if (faults && random.nextInt(12) == 0) {
                mutate(random, made.frames.getLast());
            }
        }
        return made.frames;
    }

    private void randomRequest(Random random, int stream, boolean faults) {
        byte[] block = block(REQUESTS[random.nextInt(REQUESTS.length)]);
        int flags = faults && random.nextInt(12) == 0 ? 0 : Http2Frame.END_STREAM;
        switch (random.nextInt(10)) {
            case 0 -> {
                int cut = random.nextInt(block.length);
                frame(Http2Frame.HEADERS, flags, stream, slice(block, 0, cut));
                frame(Http2Frame.CONTINUATION, Http2Frame.END_HEADERS, stream, slice(block, cut, block.length));
            }
            case 1 -> {
                byte[] padded = Unpooled.wrappedBuffer(new byte[] {3}, block, new byte[3])
                        .copy()
                        .array();
                frame(Http2Frame.HEADERS, flags | Http2Frame.END_HEADERS | Http2Frame.PADDED, stream, padded);
            }
            case 2 -> {
                byte[] weighed = Unpooled.wrappedBuffer(new byte[] {0, 0, 0, (byte) random.nextInt(8), 15}, block)
                        .copy()
                        .array();
                frame(Http2Frame.HEADERS, flags | Http2Frame.END_HEADERS | Http2Frame.WITH_PRIORITY, stream, weighed);
            }
            default -> frame(Http2Frame.HEADERS, flags | Http2Frame.END_HEADERS, stream, block);
        }
    }

    private void harmlessFrame(Random random, int stream) {
        switch (random.nextInt(5)) {
            case 0 -> windowUpdate(0, 1000);
            case 1 -> windowUpdate(0, 1 + random.nextInt(1000));
            case 2 -> settings();
            case 3 -> frame(0x6, 0, 0, new byte[8]);
            default -> frame(Http2Frame.PRIORITY, 0, stream, new byte[] {0, 0, 0, 0, 1});
        }
    }

    private void randomFrame(Random random, int stream) {
        switch (random.nextInt(6)) {
            case 0 -> reset(stream);
            case 1 -> windowUpdate(stream, random.nextInt(3));
            case 2 -> frame(Http2Frame.DATA, random.nextInt(2), stream, new byte[random.nextInt(5)]);
            case 3 -> request(stream, GET);
            case 4 -> frame(random.nextInt(12), random.nextInt(64), stream, new byte[random.nextInt(12)]);
            default -> harmlessFrame(random, stream);
        }
    }

    private static void mutate(Random random, byte[] frame) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}

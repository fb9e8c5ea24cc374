package dev.freshet.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that sends exactly the frames a test wants, its fields as literals. Confined to one test. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    RawHttp2(InetSocketAddress address) throws Exception {
        socket = connect(address);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** A connection that will speak HTTP/2, with whoever is there. */
    static SSLSocket connect(InetSocketAddress address) throws Exception {
        SSLSocket socket = TrustsAnybody.connect(address);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** Sends a header list, {@code name, value, name, value}, one byte each character. */
    RawHttp2 headers(int stream, boolean ends, String... fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0); // a literal without indexing, of a new name
            for (String each : new String[] {fields[i], fields[i + 1]}) {
                block.write(each.length());
                block.writeBytes(each.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block.toByteArray());
    }

    /** Sends part of a body. */
    RawHttp2 data(int stream, boolean ends, String bytes) throws IOException {
        return frame(DATA, ends ? END_STREAM : 0, stream, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Allows so many bytes more, on a stream or, where it is 0, on the connection. */
    RawHttp2 windowUpdate(int stream, int bytes) throws IOException {
        return frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    /** From now on each new stream may be sent so many bytes at first. */
    RawHttp2 initialWindow(int bytes) throws IOException {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) 4).putInt(bytes).array());
    }

    /** Ends a stream without order. */
    RawHttp2 reset(int stream) throws IOException {
        return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(8).array());
    }

    /** A frame as it came, with the fields of a header list as {@code name: value}. Immutable. */
    record Frame(int type, boolean ends, int stream, byte[] payload, List<String> fields) {
        /** The bytes of DATA. */
        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }

        /** The error of RST_STREAM or GOAWAY. */
        int error() {
            return payload[payload.length == 4 ? 3 : 7];
        }
    }

    /** The next frame of {@code stream}, or GOAWAY. */
    Frame next(int stream) throws Exception {
        while (true) {
            Frame frame = next();
            if (frame.type == GOAWAY || (frame.stream == stream && frame.type != WINDOW_UPDATE)) {
                return frame;
            }
        }
    }

    /** The bytes of DATA of {@code stream}, until there are {@code count}. */
    String data(int stream, int count) throws Exception {
        StringBuilder data = new StringBuilder();
        while (data.length() < count) {
            Frame frame = next(stream);
            if (frame.type != DATA) {
                throw new AssertionError("not DATA after " + data.length() + " bytes: " + frame);
            }
            data.append(frame.text());
        }
        return data.toString();
    }

    /** The bytes of DATA of {@code stream}, until END_STREAM. */
    String rest(int stream) throws Exception {
        StringBuilder data = new StringBuilder();
        Frame frame;
        do {
            frame = next(stream);
            if (frame.type != DATA) {
                throw new AssertionError("not DATA after " + data.length() + " bytes: " + frame);
            }
            data.append(frame.text());
        } while (!frame.ends);
        return data.toString();
    }

    /** The next frame, whatever it is; SETTINGS are not acknowledged, which nobody insists on. */
    Frame next() throws Exception {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        List<String> fields = new ArrayList<>();
        if (type == HEADERS) {
            decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
                    .forEach(each -> fields.add(each.getKey() + ": " + each.getValue()));
        }
        return new Frame(type, (flags & END_STREAM) != 0 && type <= HEADERS, stream, payload, fields);
    }

    /** The next frame, whatever its stream; null: there is none for so many milliseconds. */
    @Nullable Frame nextWithin(int millis) throws Exception {
        socket.setSoTimeout(millis);
        try {
            in.mark(1);
            if (in.read() < 0) {
                throw new EOFException();
            }
            in.reset();
        } catch (SocketTimeoutException e) {
            return null;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
        return next();
    }

    /** What {@code stream} or the connection is told first: {@code HEADERS}, {@code RST_STREAM n} or {@code GOAWAY n}. */
    String told(int stream) throws IOException {
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            int id = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == GOAWAY) {
                return "GOAWAY " + payload[7];
            } else if (type == RST_STREAM && id == stream) {
                return "RST_STREAM " + payload[3];
            } else if (type == HEADERS && id == stream) {
                return "HEADERS";
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(
                new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags});
        frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
        return this;
    }
}

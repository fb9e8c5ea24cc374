package dev.freshet.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client of HTTP/2 that sends exactly the frames a test wants, its fields as literals. Confined to one test. */
final class RawHttp2 implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final SSLSocket socket;
    private final DataInputStream in;

    RawHttp2(InetSocketAddress address) throws Exception {
        socket = connect(address);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** A connection that will speak HTTP/2, with whoever is there. */
    static SSLSocket connect(InetSocketAddress address) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
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

    /** Who the server is, is not what these tests are about. Immutable. */
    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

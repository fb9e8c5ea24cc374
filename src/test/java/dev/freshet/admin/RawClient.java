package dev.freshet.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A socket that says what the test wants to have said. Confined to the test's thread. */
final class RawClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket = new Socket();

    RawClient(InetSocketAddress server) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(server, (int) PATIENCE.toMillis());
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Everything until the server closes its side. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** What comes until it ends with {@code end}, or until the server closes. */
    String readTo(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                break;
            }
            read.append((char) octet);
        }
        return read.toString();
    }

    /** Reads as many bytes and forgets them. */
    void read(int bytes) throws IOException {
        socket.getInputStream().skipNBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.freshet.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends exactly the bytes a test wants and reads answers one by one. Confined to one test. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects. */
    public RawClient(InetSocketAddress address) {
        this(connected(address));
    }

    /** Over a socket that is connected, such as one of TLS. */
    public RawClient(Socket connected) {
        try {
            socket = connected;
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connected(InetSocketAddress address) {
        try {
            Socket socket = new Socket();
            socket.connect(address, TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer. Immutable. */
    public record Answer(int status, List<String> fields, byte[] body) {
        /** The value of a field, or null. */
        public String field(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(each -> each.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse(null);
        }

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends text as ISO 8859-1. */
    public RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a GET with more lines, and reads its answer. */
    public Answer get(String target, String... lines) {
        return ask("GET", target, lines);
    }

    /** Sends a request without a body, and reads its answer. */
    public Answer ask(String method, String target, String... lines) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String each : lines) {
            request.append(each).append("\r\n");
        }
        send(request.append("\r\n").toString());
        return method.equals("HEAD") ? readHead() : read();
    }

    /** Reads an answer with its body. */
    public Answer read() {
        Answer head = readHead();
        String length = head.field("content-length");
        if ("chunked".equals(head.field("transfer-encoding"))) {
            return new Answer(head.status(), head.fields(), readChunks());
        }
        boolean bodiless = head.status() == 204 || head.status() == 304 || head.status() < 200;
        byte[] body = bodiless ? new byte[0] : length == null ? readToEnd() : readExactly(Integer.parseInt(length));
        return new Answer(head.status(), head.fields(), body);
    }

    /** Reads the head of an answer. */
    public Answer readHead() {
        String status = line();
        if (!status.matches("HTTP/1\\.1 [0-9]{3} .*")) {
            throw new AssertionError("no status line: " + status);
        }
        List<String> fields = new ArrayList<>();
        for (String each = line(); !each.isEmpty(); each = line()) {
            fields.add(each);
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), fields, new byte[0]);
    }

    /** Whether the server closes without another byte. */
    public boolean closed() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset is an end too
        }
    }

    /** Reads exactly {@code length} bytes. */
    public byte[] readExactly(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new AssertionError("the connection ended after " + bytes.length + " of " + length + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends nothing more, and goes on reading. */
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket, for what only a socket can. */
    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] readChunks() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(readExactly(size));
            line();
        }
        while (!line().isEmpty()) {
            // trailers are read over
        }
        return body.toByteArray();
    }

    private byte[] readToEnd() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        while (true) {
            byte[] next = readExactly(1);
            if (next[0] == '\n') {
                return line.substring(0, Math.max(0, line.length() - 1));
            }
            line.append((char) (next[0] & 0xff));
        }
    }
}

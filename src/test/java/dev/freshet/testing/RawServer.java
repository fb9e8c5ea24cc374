package dev.freshet.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A server of bytes for tests: each connection is served by a script on its own thread, which reads and sends what it
 * likes and may stall, reset or stop short. Listens on 127.0.0.1, at a port the machine chooses. Thread-safe.
 */
public final class RawServer implements AutoCloseable {
    /** What is done with one connection; when it returns or throws, the connection is closed. */
    @FunctionalInterface
    public interface Script {
        /** Serves {@code peer}; an IOException means that the client went away. */
        void serve(Peer peer) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final Script script;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RawServer(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /** A plain TCP server. */
    public static RawServer start(Script script) {
        try {
            return start(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), script);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A server on a socket that listens already, such as one for TLS; closes it in the end. */
    public static RawServer start(ServerSocket listening, Script script) {
        return new RawServer(listening, script);
    }

    /** A server that answers every request without a body with the same bytes, connection after connection. */
    public static RawServer answering(String response) {
        return start(peer -> {
            while (peer.readHead() != null) {
                peer.send(response);
            }
        });
    }

    /** The port it listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Connections accepted so far. */
    public int accepted() {
        return accepted.get();
    }

    /** The request heads read so far, over all connections, in the order they were read. */
    public List<String> heads() {
        return heads;
    }

    /** Errors of the scripts other than that the client went away. */
    public List<Throwable> defects() {
        return defects;
    }

    /** Resets every connection; what the clients have not read is lost. */
    public void resetAll() throws IOException {
        for (Peer peer : peers) {
            peer.reset();
        }
    }

    /** Closes every connection in the orderly way, and goes on accepting new ones. */
    public void closeAll() throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Peer peer : peers) {
            peer.socket.close();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Peer peer = new Peer(socket, accepted.incrementAndGet());
                peers.add(peer);
                Thread.ofVirtual().start(() -> serve(peer));
            } catch (IOException _) {
                // The server was closed, or the client gave up before it was accepted.
            }
        }
    }

    private void serve(Peer peer) {
        try (Socket _ = peer.socket) {
            script.serve(peer);
        } catch (IOException | InterruptedException _) {
            // The client went away, which is what many tests want.
        } catch (Throwable t) {
            defects.add(t);
        }
    }

    /** One accepted connection. Confined to its script's thread, but for the counters. */
    public final class Peer {
        private final Socket socket;
        private final int number;
        private final InputStream in;
        private final OutputStream out;
        private final AtomicLong sent = new AtomicLong();

        private Peer(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** 1 for the first connection accepted. */
        public int number() {
            return number;
        }

        /** Bytes the socket has taken. */
        public long sent() {
            return sent.get();
        }

        /** The next request head with its empty line; null when the client has closed the connection. */
        public @Nullable String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                head.append((char) next);
            }
            heads.add(head.toString());
            return head.toString();
        }

        /** As {@link #readHead}, and returns when the body has come to its end. */
        public @Nullable String readWhole() throws IOException {
            String head = readHead();
            String fields = head == null ? "" : head.toLowerCase(Locale.ROOT);
            int length = fields.indexOf("\r\ncontent-length: ");
            if (fields.contains("\r\ntransfer-encoding: chunked\r\n")) {
                readChunked();
            } else if (length >= 0) {
                int from = fields.indexOf(' ', length) + 1;
                read(Integer.parseInt(fields.substring(from, fields.indexOf('\r', from))));
            }
            return head;
        }

        /** What the client sends, for a body that is too long to be held. */
        public InputStream in() {
            return in;
        }

        /** Exactly {@code count} bytes. */
        public byte[] read(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException();
            }
            return bytes;
        }

        /** A chunked body as it came, up to and with its last empty line. */
        public String readChunked() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (!body.toString(StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n")) {
                body.write(read(1));
            }
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        /** Sends the characters, one byte each. */
        public void send(String latin1) throws IOException {
            send(latin1.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Sends the bytes in one write. */
        public void send(byte[] bytes) throws IOException {
            send(bytes, bytes.length);
        }

        /** Sends the first {@code count} bytes in one write. */
        public void send(byte[] bytes, int count) throws IOException {
            out.write(bytes, 0, count);
            out.flush();
            sent.addAndGet(count);
        }

        /** Sends one byte at a time. */
        public void drip(String latin1) throws IOException {
            for (byte each : latin1.getBytes(StandardCharsets.ISO_8859_1)) {
                send(new byte[] {each});
            }
        }

        /** Neither reads nor sends until the server is closed. */
        public void stall() throws InterruptedException {
            closed.await();
        }

        /** Reads and forgets until the client closes or resets the connection. */
        public void awaitClosed() throws IOException {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (SocketException _) {
                // A reset is a close too.
            }
        }

        /** Sends nothing more, and goes on reading. */
        public void finish() throws IOException {
            socket.shutdownOutput();
        }

        /** Closes in the orderly way. */
        public void close() throws IOException {
            socket.close();
        }

        /** Closes with a reset: what has not been read is lost. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}

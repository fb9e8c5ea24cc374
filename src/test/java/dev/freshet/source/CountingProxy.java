package dev.freshet.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and counts how often a client sends. Thread-safe: atomic counters. */
final class CountingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String targetHost;
    private final int targetPort;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();

    CountingProxy(String targetHost, int targetPort) throws IOException {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many times something arrived from clients since {@link #forget}. */
    int reads() {
        return reads.get();
    }

    /** How many bytes arrived from clients since {@link #forget}. */
    int bytes() {
        return bytes.get();
    }

    /** Counts from zero again. */
    void forget() {
        reads.set(0);
        bytes.set(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket target = new Socket(targetHost, targetPort);
                target.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> copy(client, target, true));
                Thread.ofVirtual().start(() -> copy(target, client, false));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void copy(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[1 << 20];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (counted) {
                    reads.incrementAndGet();
                    bytes.addAndGet(n);
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // the other side has gone
        }
    }
}

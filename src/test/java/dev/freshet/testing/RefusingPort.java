package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port of 127.0.0.1 that refuses every connection while this is open: it is taken, so nobody else gets it, and nobody
 * listens at it. A server that was closed is no such port: for a moment it still accepts, and then the port may be given
 * to another. Immutable.
 */
public final class RefusingPort implements AutoCloseable {
    private final Socket taken;

    private RefusingPort(Socket taken) {
        this.taken = taken;
    }

    /** Takes one the machine chooses. */
    public static RefusingPort open() {
        Socket taken = new Socket();
        try {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RefusingPort(taken);
    }

    /** Its number. */
    public int port() {
        return taken.getLocalPort();
    }

    /** {@code http://127.0.0.1:port}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Gives it back. */
    @Override
    public void close() {
        try {
            taken.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

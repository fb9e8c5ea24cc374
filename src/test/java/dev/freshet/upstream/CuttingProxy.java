package dev.freshet.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes the bytes of one connection on until it is cut, as somebody on the way could. Thread-safe: the sockets are. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket behind;
    private volatile Socket front = new Socket();

    CuttingProxy(int port) throws IOException {
        behind = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread.ofVirtual().start(() -> {
            try {
                front = listening.accept();
                Thread.ofVirtual().start(() -> pass(front, behind));
                pass(behind, front);
            } catch (IOException _) {
                // Closed before anybody came.
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Ends the connection towards the client in the orderly way of TCP. */
    void cut() throws IOException {
        front.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        front.close();
        behind.close();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of the two went away.
        }
    }
}

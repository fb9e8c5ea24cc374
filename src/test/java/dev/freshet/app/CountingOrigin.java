package dev.freshet.app;

import dev.freshet.testing.Patience;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** An origin that answers every request with a number, each greater by one than the one before. Thread-safe: atomics. */
final class CountingOrigin implements AutoCloseable {
    private final AtomicInteger requests = new AtomicInteger();
    private final RawServer server = RawServer.start(this::serve);
    private volatile LongSupplier delayMillis = () -> 0;
    private volatile boolean failing;
    private volatile boolean still;

    int port() {
        return server.port();
    }

    /** How often it was asked so far. */
    int requests() {
        return requests.get();
    }

    /** Each answer, whose number is that of the moment it was asked, takes so long. */
    void delay(LongSupplier millis) {
        delayMillis = millis;
    }

    /** Answers with 500 from now on, or no longer. */
    void fail(boolean fails) {
        failing = fails;
    }

    /** Answers with the same from now on: the number stands still, and the entity tag says so. */
    void stand() {
        still = true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve(RawServer.Peer peer) throws IOException {
        for (String head = peer.readHead(); head != null; head = peer.readHead()) {
            String body = "{\"n\":" + (still ? 1_000_000 : requests.incrementAndGet()) + "}";
            Patience.until(() -> false, Duration.ofMillis(delayMillis.getAsLong()));
            String tag = still ? "ETag: \"still\"\r\n" : "";
            if (failing) {
                peer.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
            } else if (still && head.contains("\"still\"")) {
                peer.send("HTTP/1.1 304 Not Modified\r\n" + tag + "\r\n");
            } else {
                peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + tag + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body);
            }
        }
    }
}

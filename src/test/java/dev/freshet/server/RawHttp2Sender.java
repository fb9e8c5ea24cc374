package dev.freshet.server;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Sends a long body on one stream as the windows allow, which it reads from the connection. Confined to one test. */
final class RawHttp2Sender {
    private static final int PART = 16 * 1024;
    private static final int WINDOW_UPDATE = 8;

    private final RawHttp2 client;
    private final int stream;
    private final long total;
    private final AtomicLong sent;
    private long connectionWindow = 65_535;
    private long streamWindow = 65_535;

    /** {@code sent} counts the bytes. */
    RawHttp2Sender(RawHttp2 client, int stream, long total, AtomicLong sent) {
        this.client = client;
        this.stream = stream;
        this.total = total;
        this.sent = sent;
    }

    /** Until no window has been opened for a second. */
    void sendUntilBlocked() throws Exception {
        do {
            sendWhatFits();
        } while (sent.get() < total && hear(1000));
    }

    /** To the end. */
    void sendAll() throws Exception {
        for (sendWhatFits(); sent.get() < total; sendWhatFits()) {
            if (!hear(20_000)) {
                throw new AssertionError("no window after " + sent.get() + " bytes");
            }
        }
    }

    private void sendWhatFits() throws Exception {
        long part = Math.min(PART, total - sent.get());
        while (part > 0 && Math.min(connectionWindow, streamWindow) >= part) {
            client.data(stream, false, "x".repeat((int) part));
            connectionWindow -= part;
            streamWindow -= part;
            sent.addAndGet(part);
            part = Math.min(PART, total - sent.get());
        }
    }

    private boolean hear(int millis) throws Exception {
        RawHttp2.Frame frame = client.nextWithin(millis);
        if (frame != null && frame.type() == WINDOW_UPDATE) {
            int more = ByteBuffer.wrap(frame.payload()).getInt();
            connectionWindow += frame.stream() == 0 ? more : 0;
            streamWindow += frame.stream() == 0 ? 0 : more;
        }
        return frame != null;
    }
}

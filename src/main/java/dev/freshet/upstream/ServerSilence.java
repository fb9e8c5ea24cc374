package dev.freshet.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How long a server has owed something: its time does not run while the response is paused, the request is on its way or
 * the client sends none. Confined to the event loop of its connection.
 */
final class ServerSilence {
    private final RequestWriter writer;
    private final Stillness stillness;
    private long pendingBytes;

    /** Silent since {@code nanos}; {@code writer} sends to it. */
    ServerSilence(RequestWriter writer, long nanos) {
        this.writer = writer;
        this.stillness = new Stillness(nanos);
    }

    /** Something happens on the connection. */
    void stir() {
        stillness.stir();
    }

    /** For how many nanoseconds, {@code nanos} being now; {@code call}: what the connection carries. */
    long nanos(long nanos, @Nullable Call call) {
        if (waitsForCaller(call)) {
            stillness.stir();
        }
        return stillness.nanos(nanos);
    }

    private boolean waitsForCaller(@Nullable Call call) {
        long before = pendingBytes;
        pendingBytes = writer.pendingBytes();
        return call != null && (call.paused() || before != pendingBytes || (pendingBytes == 0 && !call.ended()));
    }
}

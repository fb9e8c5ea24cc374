package dev.freshet.server.pass;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What has run ahead of a slow client because others wait for the same body: he gets it out of the copy that is made for the
 * store, so that it is not held twice. The copy counts as on its way while it is being made, and as held by him from then
 * on. Confined to one event loop.
 */
final class Backlog implements AutoCloseable {
    private final BodyCopy copy;
    /** What came after the copy was given up, which is what had been read already; owned. */
    private final Deque<ByteBuf> beyond = new ArrayDeque<>();

    private int at;
    private HeldBodies.@Nullable Hold hold;
    private @Nullable HttpHeaders trailers;

    /** Of {@code copy}, the client has been given the first {@code given} bytes. */
    Backlog(BodyCopy copy, int given) {
        this.copy = copy;
        this.at = given;
    }

    /** Nothing more is copied: what there is {@code client} holds until this is closed. */
    void settle(CachedPass client) {
        hold = client.hold(copy.whole());
    }

    /** The next part, which is not in the copy; takes the ownership of {@code data}. */
    void add(ByteBuf data) {
        beyond.addLast(data);
    }

    /** That was all of the body. */
    void endsWith(HttpHeaders last) {
        trailers = last;
    }

    /** The trailers, which follow when everything is written; null: there may be more to come. */
    @Nullable HttpHeaders trailers() {
        return trailers;
    }

    /** Writes as much as {@code client} takes now; true: that was all there is. */
    boolean writeTo(CachedPass client) {
        while (at < copy.length() && client.writable()) {
            int from = at;
            int part = Math.min(MemoryBody.PART_BYTES, copy.length() - from);
            at += part; // before the writing, which may come back here
            client.body(copy.part(from, part));
        }
        while (at == copy.length() && !beyond.isEmpty() && client.writable()) {
            client.body(beyond.removeFirst());
        }
        return at == copy.length() && beyond.isEmpty();
    }

    /** Releases what it owns and holds. To be called once. */
    @Override
    public void close() {
        beyond.forEach(ByteBuf::release);
        beyond.clear();
        if (hold != null) {
            hold.close();
        }
    }
}

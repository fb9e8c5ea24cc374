package dev.freshet.server.pass;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredResponse;
import dev.freshet.decide.caching.Received;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A response on its way into the store. Confined to one event loop. */
final class Storing implements AutoCloseable {
    private final StoredHead head;
    private final Received received;
    private final BodyCopy copy;
    private final SharedCache cache;

    private Storing(StoredHead head, Received received, SharedCache cache) {
        this.head = head;
        this.received = received;
        this.cache = cache;
        this.copy = new BodyCopy(head.bodyBytes(), cache.store().maxObjectBytes(), cache.bodies());
    }

    /** Null: there is no room for so long a body. */
    static @Nullable Storing begin(StoredHead head, Received received, SharedCache cache) {
        Storing storing = new Storing(head, received, cache);
        return storing.copy.reserve(head.bodyBytes()) ? storing : null;
    }

    /** The body so far. */
    BodyCopy copy() {
        return copy;
    }

    /** Whether it will be usable without asking the upstream, as of {@code nowMillis}. */
    boolean isUsable(long nowMillis) {
        return !head.terms().noCache()
                && (head.ttlMillis(nowMillis) > 0 || head.terms().staleWhileRevalidateSeconds() > 0);
    }

    /** Whether {@code data}, which could not be added, makes it too long to be stored. */
    boolean isTooLongWith(ByteBuf data) {
        return copy.length() + data.readableBytes() > cache.store().maxObjectBytes();
    }

    /** What is to be stored, the body having ended; null: some of it is missing. */
    @Nullable StoredResponse response() {
        return received.isCompleteWith(copy.length())
                ? new StoredResponse(head.withBodyBytes(copy.length()), copy.whole())
                : null;
    }

    /** It is stored, or given up. To be called once. */
    @Override
    public void close() {
        copy.close();
    }
}

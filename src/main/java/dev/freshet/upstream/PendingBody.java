package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Body that was written before its connection was there; bounded, and usually empty. Confined to one event loop. */
final class PendingBody {
    /** More than a caller can have read before it saw that the exchange is not writable. */
    static final int MAX_BYTES = 256 * 1024;

    private @Nullable ArrayDeque<ByteBuf> parts;
    private int bytes;

    /** Takes ownership of {@code data}; false, and {@code data} is released, when that would be too much. */
    boolean add(ByteBuf data) {
        if (data.readableBytes() > MAX_BYTES - bytes) {
            data.release();
            return false;
        }
        if (parts == null) {
            parts = new ArrayDeque<>();
        }
        parts.add(data);
        bytes += data.readableBytes();
        return true;
    }

    /** Hands every part, in order, to {@code taker}, which then owns it. */
    void drain(Consumer<ByteBuf> taker) {
        bytes = 0;
        if (parts != null) {
            for (ByteBuf part = parts.poll(); part != null; part = parts.poll()) {
                taker.accept(part);
            }
        }
    }

    /** Releases every part. */
    void clear() {
        drain(ByteBuf::release);
    }
}

package dev.freshet.server.pass;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The stored bodies that clients are still taking. Each is in memory for as long as the slowest of them likes, even where the
 * store has let go of it long ago: so there is a bound on all of them together, each counted once. Thread-safe: a concurrent
 * map, and an atomic.
 */
final class HeldBodies {
    private final long mostBytes;
    private final Map<Identity, Integer> readers = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** This very array. Immutable. */
    @SuppressWarnings("ArrayRecordComponent") // compared by what it is
    private record Identity(byte[] body) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity(byte[] its) && its == body;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(body);
        }
    }

    /** One client's hold of a body. Confined to one event loop. */
    final class Hold implements AutoCloseable {
        private final Identity identity;

        private Hold(Identity identity) {
            this.identity = identity;
        }

        /** The client has it all, or is gone. To be called once. */
        @Override
        public void close() {
            readers.computeIfPresent(identity, (_, count) -> {
                if (count > 1) {
                    return count - 1;
                }
                bytes.addAndGet(-identity.body.length);
                return null;
            });
        }
    }

    HeldBodies(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether a client may begin to take {@code body}, as slowly as he likes: one part is no more than what is queued for any client. */
    boolean hasRoomFor(byte[] body) {
        return body.length <= MemoryBody.PART_BYTES
                || bytes.get() + body.length <= mostBytes
                || readers.containsKey(new Identity(body));
    }

    /** A client takes {@code body}, and has not got all of it yet. */
    Hold hold(byte[] body) {
        Identity identity = new Identity(body);
        readers.compute(identity, (_, count) -> {
            if (count == null) {
                bytes.addAndGet(body.length);
                return 1;
            }
            return count + 1;
        });
        return new Hold(identity);
    }

    /** How much is held. */
    long heldBytes() {
        return bytes.get();
    }
}

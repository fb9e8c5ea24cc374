package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.cache.Version;
import dev.freshet.hand.EarlierVersion;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions that others have replaced, so many of the last. What is kept of a small one is a copy, in the array of one that
 * is kept no longer: arrays that live for some seconds each would all be carried into the old generation of the heap, and die
 * there. Thread-safe: guarded by its monitor.
 */
final class EarlierVersions {
    /** An array of so many bytes is in the old generation from the start. */
    private static final int LARGE_BYTES = 512 * 1024;

    private final int most;
    private final Deque<Kept> newestFirst = new ArrayDeque<>();

    /** Immutable but for the content of {@code room}, which is written while it is nobody's. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Kept(EarlierVersion version, String mediaType, byte[] room, boolean isCopy) {}

    /** Keeps {@code most}, perhaps none. */
    EarlierVersions(int most) {
        this.most = most;
    }

    /** {@code replaced} is no longer published; the oldest makes room for it. */
    synchronized void add(Version replaced) {
        if (most == 0) {
            return;
        }
        Kept dropped = newestFirst.size() < most ? null : newestFirst.removeLast();
        byte[] body = replaced.identity().body();
        boolean copies = body.length < LARGE_BYTES;
        byte[] room = copies ? copy(body, dropped) : body;
        newestFirst.addFirst(new Kept(EarlierVersion.of(replaced), replaced.mediaType(), room, copies));
    }

    /** Those that are kept, the newest first. */
    synchronized List<EarlierVersion> newestFirst() {
        return newestFirst.stream().map(Kept::version).toList();
    }

    /** The payload of version {@code number}; null: it is not kept. */
    synchronized @Nullable Payload payload(long number) {
        for (Kept each : newestFirst) {
            if (each.version().number() == number) {
                byte[] bytes = each.isCopy()
                        ? Arrays.copyOf(each.room(), each.version().bytes())
                        : each.room();
                return new Payload(bytes, each.mediaType());
            }
        }
        return null;
    }

    private static byte[] copy(byte[] body, @Nullable Kept dropped) {
        byte[] room = dropped != null && dropped.isCopy() && suits(dropped.room().length, body.length)
                ? dropped.room()
                : new byte[body.length + body.length / 8];
        System.arraycopy(body, 0, room, 0, body.length);
        return room;
    }

    private static boolean suits(int roomBytes, int bytes) {
        return roomBytes >= bytes && roomBytes / 2 <= bytes;
    }
}

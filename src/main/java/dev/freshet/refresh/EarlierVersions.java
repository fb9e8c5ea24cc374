package dev.freshet.refresh;

import dev.freshet.cache.Version;
import dev.freshet.hand.EarlierVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The versions that others have replaced, so many of the last. Thread-safe: guarded by its monitor. */
final class EarlierVersions {
    private final int most;
    private final Deque<EarlierVersion> newestFirst = new ArrayDeque<>();

    /** Keeps {@code most}, perhaps none. */
    EarlierVersions(int most) {
        this.most = most;
    }

    /** {@code replaced} is no longer published; the oldest makes room for it. */
    synchronized void add(Version replaced) {
        newestFirst.addFirst(EarlierVersion.of(replaced));
        if (newestFirst.size() > most) {
            newestFirst.removeLast();
        }
    }

    /** Those that are kept, the newest first. */
    synchronized List<EarlierVersion> newestFirst() {
        return List.copyOf(newestFirst);
    }
}

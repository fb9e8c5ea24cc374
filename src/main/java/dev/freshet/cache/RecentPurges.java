package dev.freshet.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What has been purged lately: a response that was asked for before must not be stored after. So many purges are remembered;
 * of what was asked for before the oldest of them, everything counts as purged. Thread-safe: guarded by its monitor, but for
 * the look whether there was any purge at all.
 */
final class RecentPurges {
    private static final int MOST = 1000;

    private final Deque<Purge> purges = new ArrayDeque<>();
    private long forgottenTurn = -1;
    private volatile long lastTurn = -1;

    /** Responses asked for in {@code turn} or before it that {@code scope} covers are not stored. Immutable. */
    private record Purge(PurgeScope scope, long turn) {}

    synchronized void add(PurgeScope scope, long turn) {
        if (purges.size() == MOST) {
            forgottenTurn = purges.removeFirst().turn();
        }
        purges.addLast(new Purge(scope, turn));
        lastTurn = turn;
    }

    /**
     * Whether one of them covers what was asked for under {@code key} in {@code turn}.
     *
     * @param response what came of it; null: not yet known, so that it may have any tag
     */
    boolean cover(StoredKey key, @Nullable StoredResponse response, long turn) {
        return turn <= lastTurn && covers(key, response, turn);
    }

    private synchronized boolean covers(StoredKey key, @Nullable StoredResponse response, long turn) {
        if (turn <= forgottenTurn) {
            return true;
        }
        for (Purge each : purges) {
            if (turn <= each.turn()
                    && (response == null
                            ? each.scope().mayCover(key)
                            : each.scope().covers(key, response))) {
                return true;
            }
        }
        return false;
    }
}

package dev.freshet.decide;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import org.jspecify.annotations.Nullable;

/** If-None-Match against a snapshot (RFC 9110 section 13.1.2). Immutable: pure functions only. */
public final class EntityTags {
    private EntityTags() {}

    /**
     * The representation of {@code snapshot} that the client has, by weak comparison; {@code chosen} where it is among
     * several or the field is {@code *}. Null: it has none of them, or the field is malformed and so no condition.
     */
    public static @Nullable Representation match(String field, Snapshot snapshot, Representation chosen) {
        if (field.strip().equals("*")) {
            return chosen;
        }
        Representation found = null;
        int at = 0;
        while (true) {
            int open = field.indexOf('"', at);
            int close = open < 0 ? -1 : field.indexOf('"', open + 1);
            if (close < 0) {
                return found;
            }
            Representation named = named(field, open, close + 1, snapshot);
            if (named == chosen) {
                return chosen;
            }
            found = found == null ? named : found;
            at = close + 1;
        }
    }

    private static @Nullable Representation named(String field, int from, int to, Snapshot snapshot) {
        for (Representation each : snapshot.version().representations()) {
            if (each.etag().length() == to - from && field.startsWith(each.etag(), from)) {
                return each;
            }
        }
        return null;
    }
}

package dev.freshet.decide;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import java.util.List;
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
            Representation named = named(field, open, close + 1, snapshot, chosen);
            if (named == chosen) {
                return chosen;
            }
            found = found == null ? named : found;
            at = close + 1;
        }
    }

    private static @Nullable Representation named(
            String field, int from, int to, Snapshot snapshot, Representation chosen) {
        Representation identity = snapshot.identity();
        if (names(field, from, to, identity)) {
            return identity; // and nothing needs compressing to know it
        }
        List<Representation> known = chosen == identity
                ? snapshot.version().madeSoFar()
                : snapshot.version().representations();
        for (Representation each : known) {
            if (names(field, from, to, each)) {
                return each;
            }
        }
        return null;
    }

    private static boolean names(String field, int from, int to, Representation representation) {
        return representation.etag().length() == to - from && field.startsWith(representation.etag(), from);
    }
}

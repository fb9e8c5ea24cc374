package dev.freshet.admin;

import dev.freshet.cache.PurgeScope;

/** Forgets on an operator's word. Implementations are thread-safe and do not block. */
@FunctionalInterface
public interface Purging {
    /**
     * Removes the stored responses that {@code scope} covers, or makes them stale where {@code soft}, and begins a refresh of
     * the resources it covers, whose snapshots are served meanwhile.
     */
    Purged purge(PurgeScope scope, boolean soft);

    /** How many stored responses and resources it was. Immutable. */
    record Purged(int responses, int resources) {}
}

package dev.freshet.server.pass;

import java.util.Locale;

/** How the cache dealt with a passed request, as the metrics name it. Immutable. */
enum CacheResult {
    /** Answered with what was stored and fresh. */
    HIT,
    /** Answered with what was stored and stale, without waiting for the upstream. */
    STALE,
    /** Answered with what another request's fetch brought. */
    COLLAPSED,
    /** Fetched. */
    MISS,
    /** The upstream was asked whether what is stored still holds. */
    VALIDATION,
    /** The cache had no say in it. */
    BYPASS,
    /** Nothing was stored, and the client wanted nothing else. */
    UNSATISFIED;

    /** The label in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

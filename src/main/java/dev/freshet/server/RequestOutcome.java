package dev.freshet.server;

import java.util.Locale;

/** What became of a request, as the metrics name it. Immutable. */
enum RequestOutcome {
    HIT,
    NOT_MODIFIED,
    UNAVAILABLE,
    PREFLIGHT,
    METHOD_NOT_ALLOWED,
    PASS,
    /** It waited for the first fetch of a resource. */
    FIRST,
    NOT_FOUND,
    /** Malformed or oversized; never decided about. */
    REFUSED;

    /** The label in metrics, such as {@code not-modified}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

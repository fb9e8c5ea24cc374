package dev.freshet.decide.caching;

import java.util.Set;

/** What this cache knows of status codes (RFC 9110 section 15, RFC 9111 section 3). Immutable: pure functions only. */
final class Statuses {
    private static final Set<Integer> HEURISTICALLY_CACHEABLE =
            Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

    /** Answers to the conditions, the range or the credentials of one request: no answer for another. */
    private static final Set<Integer> OF_ONE_REQUEST = Set.of(206, 304, 407, 412, 416);

    private static final Set<Integer> ERRORS_OF_THE_SERVER = Set.of(500, 502, 503, 504);

    /** What is larger is no status of HTTP, though some servers send it. */
    private static final int LARGEST = 599;

    private Statuses() {}

    /** Whether a lifetime may be guessed without the origin's word (RFC 9110 section 15.1). */
    static boolean heuristicallyCacheable(int status) {
        return HEURISTICALLY_CACHEABLE.contains(status);
    }

    /** Whether a response may be stored at all; interim ones never, and partial ones are not stored by this cache. */
    static boolean storable(int status) {
        return within(status, 200, LARGEST) && !OF_ONE_REQUEST.contains(status);
    }

    /** Whether the caching of the status is understood (RFC 9111 section 5.2.2.3): all of RFC 9110 section 15 that is stored. */
    static boolean understood(int status) {
        return storable(status)
                && (within(status, 200, 205)
                        || within(status, 300, 308)
                        || within(status, 400, 417)
                        || within(status, 421, 422)
                        || status == 426
                        || within(status, 500, 505));
    }

    /**
     * The errors that {@code stale-if-error} speaks of (RFC 5861 section 4), and what is no status: it is taken for an error of
     * the server (RFC 9110 section 15).
     */
    static boolean errorOfTheServer(int status) {
        return ERRORS_OF_THE_SERVER.contains(status) || status > LARGEST;
    }

    private static boolean within(int status, int from, int to) {
        return status >= from && status <= to;
    }
}

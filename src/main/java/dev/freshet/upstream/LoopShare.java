package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;

/**
 * One event loop's share of the bounds of an upstream. Immutable.
 *
 * @param connections at most, to each server; at least 1
 * @param idleConnections of them, kept while they have nothing to do; at least 1
 * @param pending exchanges that may wait for one
 * @param lentRetries retries that may come before their time; at least 1
 * @param tunnels at most, to all servers together
 */
record LoopShare(int connections, int idleConnections, int pending, int lentRetries, int tunnels) {
    /** Enough to carry the first exchanges over a server that is down, until it is ejected. */
    private static final int LENT_RETRIES = 10;

    /** The share of the loop of number {@code index}: the first loops take what does not divide. */
    static LoopShare of(UpstreamConfig config, int loops, int index) {
        return new LoopShare(
                Math.max(1, share(config.connections(), loops, index)),
                Math.max(1, share(config.idleConnections(), loops, index)),
                share(config.resilience().maxPending(), loops, index),
                Math.max(1, share(LENT_RETRIES, loops, index)),
                Math.max(1, share(config.tunnels(), loops, index)));
    }

    private static int share(int all, int loops, int index) {
        return all / loops + (index < all % loops ? 1 : 0);
    }
}

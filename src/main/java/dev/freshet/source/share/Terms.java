package dev.freshet.source.share;

import dev.freshet.config.EndpointConfig;
import java.time.Duration;

/**
 * How long things last for one endpoint. Immutable.
 *
 * @param leaseMillis from the last sign of life of the node that leads to another's turn
 * @param idleMillis how long a lease is kept where nothing is fetched: what does not refresh need not lead
 * @param backMillis how long a node that has given up lets the others try, at most
 * @param keepMillis how long Redis keeps a payload that nobody confirms
 * @param patience how long an answer of Redis is waited for where nothing hangs on it but thrift
 * @param maxBytes the largest payload
 */
record Terms(long leaseMillis, long idleMillis, long backMillis, long keepMillis, Duration patience, long maxBytes) {
    private static final long LEAST_SLACK_MILLIS = 250;
    /** A long interval is no reason to notice late that a node is gone. */
    private static final long LONGEST_LEASE_MILLIS = 10_000;

    private static final long LONGEST_PATIENCE_MILLIS = 500;

    /** Those of {@code endpoint}. */
    static Terms of(EndpointConfig endpoint) {
        long interval = endpoint.refresh().shortest().toMillis();
        long lease =
                Math.clamp(Math.max(interval + interval / 2, interval + LEAST_SLACK_MILLIS), 1, LONGEST_LEASE_MILLIS);
        long wait = Math.max(
                endpoint.refresh().longest().toMillis(),
                endpoint.refresh().maxBackOff().toMillis());
        return new Terms(
                lease,
                2 * wait + endpoint.timeout().toMillis(),
                Math.max(2 * lease, endpoint.refresh().maxBackOff().toMillis()),
                endpoint.maxStale().toMillis() + lease,
                Duration.ofMillis(
                        Math.min(LONGEST_PATIENCE_MILLIS, endpoint.timeout().toMillis() / 4 + 1)),
                endpoint.gate().maxSizeBytes());
    }
}

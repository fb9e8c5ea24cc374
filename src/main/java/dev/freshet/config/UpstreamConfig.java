package dev.freshet.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named group of HTTP servers. Immutable.
 *
 * @param name its key in the configuration
 * @param servers at least one, {@code http} or {@code https}, no path, query or user
 * @param connections at most, to each server
 * @param idleConnections of them, kept while they have nothing to do
 * @param timeouts bounds on waiting for it
 * @param ca PEM certificates to trust instead of the system's; null: the system's
 * @param resilience how it gets along with servers that fail
 * @param fetches for endpoints that may be under way at once
 * @param tunnels at most, to all servers together
 */
public record UpstreamConfig(
        String name,
        List<URI> servers,
        int connections,
        int idleConnections,
        Timeouts timeouts,
        @Nullable Path ca,
        Resilience resilience,
        int fetches,
        int tunnels) {
    private static final int FETCHES = 64;

    /** Copies the list. */
    public UpstreamConfig {
        servers = List.copyOf(servers);
    }

    /** With the resilience of an upstream whose configuration says nothing of it. */
    public UpstreamConfig(String name, List<URI> servers, int connections, Timeouts timeouts, @Nullable Path ca) {
        this(name, servers, connections, timeouts, ca, ResilienceKeys.standard());
    }

    /** With the usual bounds of idle connections, fetches and tunnels. */
    public UpstreamConfig(
            String name,
            List<URI> servers,
            int connections,
            Timeouts timeouts,
            @Nullable Path ca,
            Resilience resilience) {
        this(
                name,
                servers,
                connections,
                UpstreamSection.standardIdleConnections(),
                timeouts,
                ca,
                resilience,
                FETCHES,
                UpstreamSection.standardTunnels());
    }

    /**
     * Bounds on waiting for an upstream. Immutable.
     *
     * @param connect for TCP and TLS together
     * @param response from the request sent to the response's head, and between two parts of its body
     * @param idle how long a pooled connection is kept unused
     */
    public record Timeouts(Duration connect, Duration response, Duration idle) {}

    /** How the server of an exchange is chosen. */
    public enum Balance {
        /** Of two servers taken at random the one with fewer exchanges under way. */
        LEAST_REQUESTS,
        /** One after the other. */
        ROUND_ROBIN,
        /** The same path to the same server, for as long as it is there. */
        HASH
    }

    /**
     * How an upstream gets along with servers that are busy or fail. Immutable.
     *
     * @param balance how servers are chosen
     * @param maxPending exchanges that may wait for a connection
     * @param retryBudget retries in percent of all exchanges, 0..20
     * @param ejection when a server is left alone for a while; null: never
     * @param health how servers are asked whether they are well; null: they are not
     */
    public record Resilience(
            Balance balance,
            int maxPending,
            int retryBudget,
            @Nullable Ejection ejection,
            @Nullable Health health) {}

    /**
     * When a server that fails is left alone, and for how long. Immutable.
     *
     * @param failures so many in a row, at least 1
     * @param serverErrors whether a status of 500 or more is a failure
     * @param backOff the first time; doubled each time that the server fails again on its return
     * @param maxBackOff the bound of the doubling, at least {@code backOff}
     */
    public record Ejection(int failures, boolean serverErrors, Duration backOff, Duration maxBackOff) {}

    /**
     * Health checks of each server. Immutable.
     *
     * @param path what is asked for, with a query where wanted
     * @param every from one check to the next
     * @param timeout of one check, connecting included; at most {@code every}
     * @param healthy answers of 200..299 in a row that bring a server back
     * @param unhealthy checks without such an answer in a row that take a server out
     */
    public record Health(String path, Duration every, Duration timeout, int healthy, int unhealthy) {}
}

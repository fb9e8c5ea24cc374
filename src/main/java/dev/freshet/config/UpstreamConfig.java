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
 * @param timeouts bounds on waiting for it
 * @param ca PEM certificates to trust instead of the system's; null: the system's
 */
public record UpstreamConfig(
        String name,
        List<URI> servers,
        int connections,
        Timeouts timeouts,
        @Nullable Path ca) {

    /** Copies the list. */
    public UpstreamConfig {
        servers = List.copyOf(servers);
    }

    /**
     * Bounds on waiting for an upstream. Immutable.
     *
     * @param connect for TCP and TLS together
     * @param response from the request sent to the response's head, and between two parts of its body
     * @param idle how long a pooled connection is kept unused
     */
    public record Timeouts(Duration connect, Duration response, Duration idle) {}
}

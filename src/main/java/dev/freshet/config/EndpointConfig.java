package dev.freshet.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A configured hot path. Immutable.
 *
 * @param path exact, beginning with a slash, as it stands in a request (percent-encoded)
 * @param host lower case without port; null: any host
 * @param source where the payload comes from
 * @param fallback asked when the source fails or has no value; null: none
 * @param refresh when the payload is fetched again
 * @param maxStale how long the last good snapshot may be served when refreshing fails
 * @param timeout the deadline of one fetch from one source
 * @param contentType the media type of payloads from Redis and files, which bring none
 * @param query what a request with a query is
 * @param cors null: no CORS headers are added
 * @param cacheControl sent instead of the one made from the interval; null: made from the interval
 * @param gate what a new payload must satisfy
 * @param versions how many earlier versions are kept for the operator
 */
public record EndpointConfig(
        String path,
        @Nullable String host,
        SourceConfig source,
        @Nullable SourceConfig fallback,
        RefreshConfig refresh,
        Duration maxStale,
        Duration timeout,
        String contentType,
        Query query,
        @Nullable CorsConfig cors,
        @Nullable String cacheControl,
        GateConfig gate,
        int versions) {
    /** How many earlier versions are kept unless configured. */
    public static final int STANDARD_VERSIONS = 3;

    /** With as many earlier versions as there are unless configured. */
    public EndpointConfig(
            String path,
            @Nullable String host,
            SourceConfig source,
            @Nullable SourceConfig fallback,
            RefreshConfig refresh,
            Duration maxStale,
            Duration timeout,
            String contentType,
            Query query,
            @Nullable CorsConfig cors,
            @Nullable String cacheControl,
            GateConfig gate) {
        this(
                path,
                host,
                source,
                fallback,
                refresh,
                maxStale,
                timeout,
                contentType,
                query,
                cors,
                cacheControl,
                gate,
                STANDARD_VERSIONS);
    }

    /** What a request with a query is to an endpoint. */
    public enum Query {
        /** The endpoint all the same. */
        IGNORE,
        /** Not this endpoint. */
        EXACT
    }

    /**
     * Whether a fleet has something to share here: what is fetched over HTTP or from a file, by itself. What is in Redis
     * every node reads for itself, what is put is put to each, and the members of a group belong to one moment of one node.
     */
    public boolean shares() {
        return refresh.group() == null && (isFetched(source) || isFetched(fallback));
    }

    private static boolean isFetched(@Nullable SourceConfig source) {
        return source instanceof SourceConfig.FromUpstream || source instanceof SourceConfig.FromFile;
    }

    /** Whether publishers put its payload here. */
    public boolean isPushed() {
        return source instanceof SourceConfig.FromPush;
    }

    /** The label in metrics, logs and the admin API: {@code host/path}, or the path alone for any host. */
    public String label() {
        return host == null ? path : host + path;
    }
}

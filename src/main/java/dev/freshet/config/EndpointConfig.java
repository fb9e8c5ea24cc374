package dev.freshet.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configured hot path. Immutable.
 *
 * @param path beginning with a slash, as it stands in a request (percent-encoded); with variables where it is a template
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
 * @param template what it has as an endpoint with variables in its path, or as a resource of one; null: neither
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
        int versions,
        @Nullable TemplateConfig template) {
    /** How many earlier versions are kept unless configured. */
    public static final int STANDARD_VERSIONS = 3;

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
     * Resources of a template come and go on each node as it is asked for them.
     */
    public boolean shares() {
        return template == null && refresh.group() == null && (isFetched(source) || isFetched(fallback));
    }

    private static boolean isFetched(@Nullable SourceConfig source) {
        return source instanceof SourceConfig.FromUpstream || source instanceof SourceConfig.FromFile;
    }

    /** Whether publishers put its payload here. */
    public boolean isPushed() {
        return source instanceof SourceConfig.FromPush;
    }

    /**
     * The label in metrics, logs and the admin API: {@code host/path}, or the path alone for any host; of a resource, that of
     * its template.
     */
    public String label() {
        String told = template == null ? path : template.path().text();
        return host == null ? told : host + told;
    }

    /**
     * The resource of this template at {@code at}, with the values of its variables where the source has them; null: it is
     * not for that path.
     */
    public @Nullable EndpointConfig resource(String at) {
        Map<String, String> values = template == null ? null : template.path().match(at);
        return values == null ? null : Filling.of(this, at, values);
    }
}

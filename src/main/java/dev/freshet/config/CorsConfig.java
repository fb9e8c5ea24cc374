package dev.freshet.config;

import java.util.List;

/**
 * Cross-origin sharing of an endpoint (Fetch standard, "CORS protocol"). Immutable.
 *
 * @param origins serialized origins such as {@code https://www.example.org}; empty: any origin ({@code "*"})
 */
public record CorsConfig(List<String> origins) {

    /** Copies the list. */
    public CorsConfig {
        origins = List.copyOf(origins);
    }

    /** Whether every origin may read. */
    public boolean anyOrigin() {
        return origins.isEmpty();
    }
}

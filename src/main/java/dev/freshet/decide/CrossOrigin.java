package dev.freshet.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may read an endpoint's answers from another origin (Fetch standard, "CORS protocol"). Immutable.
 *
 * @param origins serialized origins; empty: any
 */
public record CrossOrigin(List<String> origins) {
    /** The variant of an answer that carries no Access-Control-Allow-Origin. */
    public static final int NOT_SHARED = 0;

    /** Copies the list. */
    public CrossOrigin {
        origins = List.copyOf(origins);
    }

    /** Whether every origin may read, so that answers do not vary on Origin. */
    public boolean anyOrigin() {
        return origins.isEmpty();
    }

    /** How many different answers there are: one that is not shared, and one for each origin. */
    public int variants() {
        return anyOrigin() ? 2 : origins.size() + 1;
    }

    /** Which answer a request with this Origin gets: {@link #NOT_SHARED}, or an index for {@link #allowedOrigin}. */
    public int variantFor(@Nullable String origin) {
        if (anyOrigin()) {
            return 1;
        }
        return origin == null ? NOT_SHARED : origins.indexOf(origin) + 1;
    }

    /** The value of Access-Control-Allow-Origin in a variant; null for {@link #NOT_SHARED}. */
    public @Nullable String allowedOrigin(int variant) {
        if (variant == NOT_SHARED) {
            return null;
        }
        return anyOrigin() ? "*" : origins.get(variant - 1);
    }
}

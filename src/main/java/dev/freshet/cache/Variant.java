package dev.freshet.cache;

import java.util.List;
import java.util.Map;

/**
 * Which requests a stored response answers among those of its key: the fields its Vary names, and what the request that
 * brought it had in them (RFC 9111 section 4.1). Immutable.
 *
 * @param names of the fields, lower case, sorted, none twice; empty: the response does not vary
 * @param values normalised, by name; a name that is missing here was absent from the request
 */
public record Variant(List<String> names, Map<String, String> values) {
    /** Of a response without Vary. */
    public static final Variant ONLY = new Variant(List.of(), Map.of());

    /** Copies both. */
    public Variant {
        names = List.copyOf(names);
        values = Map.copyOf(values);
    }
}

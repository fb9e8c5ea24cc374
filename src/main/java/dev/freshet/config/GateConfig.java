package dev.freshet.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new payload must satisfy before it replaces the last good one. Immutable.
 *
 * @param maxSizeBytes the largest payload that is published
 * @param minSizeBytes the smallest
 * @param required JSON Pointers (RFC 6901) of what must be there
 * @param notOlder the JSON Pointer of a timestamp (RFC 3339) or number that must not go back; null: none
 * @param maxShrinkPercent by how much it may be smaller than what is published, 0..99; null: by anything
 * @param schema a file with a JSON Schema (2020-12); null: none
 */
public record GateConfig(
        long maxSizeBytes,
        long minSizeBytes,
        List<String> required,
        @Nullable String notOlder,
        @Nullable Integer maxShrinkPercent,
        @Nullable Path schema) {

    /** Copies the list. */
    public GateConfig {
        required = List.copyOf(required);
    }

    /** Nothing but a bound of the size. */
    public GateConfig(long maxSizeBytes) {
        this(maxSizeBytes, 1, List.of(), null, null, null);
    }

    /** Whether it looks into a payload, which must be JSON then. */
    public boolean looksInside() {
        return !required.isEmpty() || notOlder != null || schema != null;
    }
}

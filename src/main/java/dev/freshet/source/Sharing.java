package dev.freshet.source;

import dev.freshet.config.EndpointConfig;

/** Makes of a source one that asks on behalf of a whole fleet. Implementations are thread-safe. */
@FunctionalInterface
public interface Sharing {
    /** For a process that is alone. */
    static Sharing none() {
        return (source, _) -> source;
    }

    /** {@code source} of {@code endpoint}, or the part of its chain that is worth sharing, as all nodes see it. */
    Source shared(Source source, EndpointConfig endpoint);
}

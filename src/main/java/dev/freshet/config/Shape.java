package dev.freshet.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a value of the configuration looks like, and how it becomes a {@code T}. The shapes make up a tree that both the
 * reader and the reference page walk. Implementations are immutable.
 */
sealed interface Shape<T>
        permits Scalar,
                ListOf,
                OneOrMore,
                NamedSections,
                WordOr,
                Section,
                MapOf,
                Converted,
                RangeShape,
                AnyValue,
                ComposeShape {
    /** The kind of value, for the reference page. */
    String type();

    /** The bounds, for the reference page; empty: none. */
    String bounds();

    /** The rule, for messages. */
    String expected();

    /**
     * Reads {@code node}, which stands under {@code key}; null: it could not be read, and {@code reading} knows why.
     */
    @Nullable T read(Node node, String key, Reading reading);
}

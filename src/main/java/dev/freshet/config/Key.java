package dev.freshet.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of a section, declared once for the reader and for the reference page. Immutable.
 *
 * @param name as written
 * @param shape of its value
 * @param required whether the section is unusable without it
 * @param otherwise what holds when it is left out, for the reference page; empty: nothing
 * @param standard the value when it is left out or cannot be read; null: none
 * @param meaning in a sentence or two
 */
record Key<T>(
        String name,
        Shape<T> shape,
        boolean required,
        String otherwise,
        @Nullable T standard,
        String meaning) {

    static <T> Key<T> required(String name, Shape<T> shape, String meaning) {
        return new Key<>(name, shape, true, "", null, meaning);
    }

    /** May be left out; {@code otherwise} says what holds then. */
    static <T> Key<T> optional(String name, Shape<T> shape, String otherwise, String meaning) {
        return new Key<>(name, shape, false, otherwise, null, meaning);
    }

    /** Is {@code standard} when left out, written as in the file. */
    static <T> Key<T> withDefault(String name, Scalar<T> shape, String standard, String meaning) {
        return new Key<>(name, shape, false, "`" + standard + "`", shape.standard(standard), meaning);
    }

    /** A section whose keys all have defaults. */
    static <T> Key<T> section(String name, Section<T> section, String meaning) {
        return new Key<>(name, section, false, "its defaults", section.build().from(Values.ofDefaults()), meaning);
    }
}

package dev.freshet.config;

/** What became of a text that should be a {@code T}. Immutable. */
sealed interface Parsed<T> {
    /** It is one. Immutable. */
    record Value<T>(T value) implements Parsed<T> {}

    /** It is not. Immutable. {@code expected}: the rule it breaks. */
    record Refused<T>(String expected) implements Parsed<T> {}
}

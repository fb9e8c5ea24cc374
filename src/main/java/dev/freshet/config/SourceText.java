package dev.freshet.config;

/**
 * A text of a source in which a template may have its variables: a key of Redis, or the target of a request. Immutable.
 *
 * @param place where it stands
 */
record SourceText(Place place, String text) {}

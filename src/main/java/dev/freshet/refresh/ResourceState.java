package dev.freshet.refresh;

import org.jspecify.annotations.Nullable;

/**
 * One resource in the operator's eyes. Immutable.
 *
 * @param endpoint the label in metrics and logs
 * @param source where its payload comes from
 * @param trouble why the last refresh brought nothing good, in one line; null where it did, or none has ended
 */
public record ResourceState(
        String endpoint, String source, @Nullable String trouble) {}

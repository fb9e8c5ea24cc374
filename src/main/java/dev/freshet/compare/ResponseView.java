package dev.freshet.compare;

import org.jspecify.annotations.Nullable;

/**
 * The head of a final response (RFC 9110 section 15), as far as a client looks at it. Confined to the event loop of its
 * connection, and to the call it is given to.
 */
interface ResponseView {
    /** Value of {@link #ageSeconds} when there is no Age field, or none that can be read. */
    long NO_AGE = -1;

    /** 200..599. */
    int status();

    /** The Age field (RFC 9111 section 5.1), or {@link #NO_AGE}. */
    long ageSeconds();

    /** Whether Cache-Status (RFC 9211) says {@code detail=stale}. */
    boolean markedStale();

    /** The first field of that name, which is in lower case. */
    @Nullable String field(String name);
}

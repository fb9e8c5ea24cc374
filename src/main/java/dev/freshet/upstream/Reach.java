package dev.freshet.upstream;

/** How far a request had come when its connection failed. Immutable. */
enum Reach {
    /** There was no connection yet: the server has seen nothing of it. */
    UNSENT,
    /** It was sent on a kept connection, which the server may have closed just then; no byte of an answer came. */
    STALE,
    /** It was sent on a new connection; no byte of an answer came. */
    UNHEARD,
    /** The answer had begun. */
    HEARD
}

package dev.freshet.upstream;

/** Whether a server is left alone for its failures. Times are monotonic nanoseconds. Immutable. */
sealed interface Ejection {
    /** Nothing is held against it. */
    Ejection NONE = new In(0);

    /**
     * Requests go to it. Immutable.
     *
     * @param failures in a row so far
     */
    record In(int failures) implements Ejection {}

    /**
     * It is left alone. Immutable.
     *
     * @param round how often it has failed on its return, from 0
     * @param untilNanos when one request may try it
     */
    record Out(int round, long untilNanos) implements Ejection {}

    /**
     * One request tries it. Immutable.
     *
     * @param round as before
     * @param untilNanos when another request may try it, this one having come to no end
     */
    record Trial(int round, long untilNanos) implements Ejection {}
}

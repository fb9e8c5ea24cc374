package dev.freshet.compare;

/** One connection to a side, ready for requests. Confined to its event loop. */
interface ClientConnection {
    /** Requests it takes at once. */
    int streams();

    /** Whether it takes another request, should a stream be free. */
    boolean usable();

    /** Whether it has brought an answer. */
    boolean served();

    /**
     * Sends the request; a stream must be free.
     *
     * @param intendedNanos handed back with the answer
     * @param nowNanos by the clock of the load
     */
    void begin(long intendedNanos, long nowNanos);

    /** Gives up the requests sent before that time, for the reason given. */
    void expire(long sentBeforeNanos, String reason);

    /** Closes; what is in flight is told to nobody. */
    void close();
}

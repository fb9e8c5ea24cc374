package dev.freshet.source.redis;

/** A Redis as whoever opens and closes it sees it. Implementations are thread-safe. */
sealed interface OpenedRedis extends Redis permits SingleRedis, ClusterRedis {
    /** Whether changes are heard of as everybody wants; false where nobody wants to. */
    boolean listening();

    /** Begins to connect; returns at once. */
    void open();

    /** Ends it; waits for that, within a bound. */
    void close();
}

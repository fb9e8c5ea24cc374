package dev.freshet.source.redis;

/** One server, or the master that Sentinel names. Thread-safe: its node is. */
final class SingleRedis implements Redis {
    private final RedisNode node;

    SingleRedis(RedisNode node) {
        this.node = node;
    }

    @Override
    public void ask(Inquiry inquiry) {
        node.ask(inquiry);
    }

    @Override
    public boolean connected() {
        return node.connected();
    }

    /** Begins to connect. */
    void open() {
        node.open();
    }

    /** Ends it; waits for that, within a bound. */
    void close() {
        node.close();
    }
}

package dev.freshet.source.redis;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/** One server, or the master that Sentinel names. Thread-safe: its node is; what watches goes to the thread of the Redis. */
final class SingleRedis implements OpenedRedis {
    private final RedisParts parts;
    private final ListeningNode node;
    private final @Nullable MasterWatch masterWatch; // null: no Sentinel names it

    SingleRedis(RedisParts parts, RedisURI uri) {
        this.parts = parts;
        this.node = new ListeningNode(parts, uri, parts.watchers()::subscription, false);
        this.masterWatch = uri.getSentinels().isEmpty() ? null : new MasterWatch(parts, uri, node);
    }

    @Override
    public void ask(Inquiry inquiry) {
        node.ask(inquiry);
    }

    @Override
    public void watch(Interest interest, Runnable changed) {
        parts.watch(interest, changed, node::adjust);
    }

    @Override
    public boolean connected() {
        return node.connected();
    }

    @Override
    public boolean listening() {
        return node.listening();
    }

    @Override
    public void open() {
        node.open();
        if (masterWatch != null) {
            masterWatch.open();
        }
    }

    @Override
    public void close() {
        if (masterWatch != null) {
            masterWatch.close();
        }
        node.close();
    }
}

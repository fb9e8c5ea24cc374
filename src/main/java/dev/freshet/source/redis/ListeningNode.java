package dev.freshet.source.redis;

import io.lettuce.core.RedisURI;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server with a connection for questions, and beside it one for changes where anybody wants to hear of them.
 * Thread-safe: what watches is confined to the thread of the Redis, the rest is thread-safe itself.
 */
final class ListeningNode {
    private static final long CLOSE_MILLIS = 500;

    private final RedisParts parts;
    private final RedisNode node;
    private final Subscriber subscriber;

    /**
     * {@code wanted}: what to subscribe to there; {@code late}: already its first connection, and not only every later one,
     * means that something may have changed before.
     */
    ListeningNode(RedisParts parts, RedisURI uri, Supplier<Subscription> wanted, boolean late) {
        this.parts = parts;
        this.subscriber = new Subscriber(parts, uri, wanted);
        this.node = new RedisNode(parts, uri, new RedisNode.Life() {
            @Override
            public void up(boolean again) {
                subscriber.start();
                if (again || late) {
                    ChangeCounts.count(
                            parts.counts().reconnects(), parts.watchers().renewed());
                }
            }

            @Override
            public void down() {
                subscriber.stop();
            }
        });
    }

    /** As {@link Redis#ask}. */
    void ask(Inquiry inquiry) {
        node.ask(inquiry);
    }

    boolean connected() {
        return node.connected();
    }

    /** Whether changes are heard of as everybody wants. */
    boolean listening() {
        return subscriber.listening();
    }

    /** Of the server it is connected to; null: of none. */
    @Nullable SocketAddress address() {
        return node.address();
    }

    /** Gives up the server it is connected to, and looks for it anew. To be called on the thread of the Redis. */
    void leaveServer(String why) {
        node.leaveServer(why);
    }

    /** Begins to connect. */
    void open() {
        node.open();
    }

    /** Subscribes to what is wanted now. To be called on the thread of the Redis. */
    void adjust() {
        subscriber.adjust();
    }

    /** Ends it, soon: it has no part in the cluster any more. To be called on the thread of the Redis. */
    void leave() {
        node.leave();
        subscriber.stop();
    }

    /** Ends it; waits for that, within a bound. */
    void close() {
        node.close();
        parts.soon(subscriber::stop);
        var _ = subscriber
                .attempt()
                .handle((_, _) -> true)
                .completeOnTimeout(false, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .join(); // or its channel would be left with its buffer when the event loop ends
    }
}

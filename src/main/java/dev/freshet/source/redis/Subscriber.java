package dev.freshet.source.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of its own to one server, on which that tells of changes. It lives while the node's connection does: a server
 * that is left is left altogether. Whenever it has subscribed anew, whoever depends on it is told that something may have
 * been missed. Confined to the thread of the Redis, but for {@link #listening} and {@link #attempt}.
 */
final class Subscriber {
    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);
    /** After a server has refused, rather than been lost: its mind may have been changed by an operator. */
    private static final long REFUSED_NANOS = Duration.ofSeconds(10).toNanos();
    /** What is wanted within a moment is subscribed to with one command. */
    private static final long MOMENT_NANOS = Duration.ofMillis(1).toNanos();

    private final Delay backoff =
            Delay.exponential(Duration.ofMillis(50), Duration.ofMillis(250), 2, TimeUnit.MILLISECONDS);
    private final RedisParts parts;
    private final RedisURI uri;
    private final Supplier<Subscription> wanted;
    private final KeyspaceEvents keyspaceEvents;
    private final Set<Watchers.Watcher> covered = new HashSet<>();
    private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;
    private Subscription held = Subscription.NONE;
    private boolean started; // the node is connected
    private boolean busy; // connecting, or subscribing: one at a time
    private boolean planned;
    private boolean failing;
    private long attempts; // since the last success
    private volatile boolean listening;
    private volatile CompletableFuture<?> attempt = CompletableFuture.completedFuture(null);

    /** {@code wanted}: what to subscribe to at the server at {@code uri}. */
    Subscriber(RedisParts parts, RedisURI uri, Supplier<Subscription> wanted) {
        this.parts = parts;
        this.uri = uri;
        this.wanted = wanted;
        this.keyspaceEvents = new KeyspaceEvents(parts.name());
    }

    /** Whether everything that is wanted is subscribed to. */
    boolean listening() {
        return listening;
    }

    /** The connecting that is under way; done where there is none. */
    CompletableFuture<?> attempt() {
        return attempt;
    }

    /** The node is connected. */
    void start() {
        started = true;
        attempts = 0;
        adjust();
    }

    /** The node is no longer connected. */
    void stop() {
        started = false;
        failing = false;
        drop();
    }

    /** Subscribes, soon, to what is wanted now. */
    void adjust() {
        if (!planned) {
            planned = true;
            parts.later(this::adjustNow, MOMENT_NANOS);
        }
    }

    private void adjustNow() {
        planned = false;
        Subscription wanting = wanted.get();
        if (!started || busy || wanting.isEmpty()) {
            return; // adjusted when that changes
        }
        if (connection == null) {
            connect();
        } else if (wanting.equals(held)) {
            holds();
        } else {
            subscribe(connection, wanting);
        }
    }

    private void connect() {
        busy = true;
        attempts++;
        attempt = parts.client()
                .connectPubSubAsync(ByteArrayCodec.INSTANCE, uri)
                .whenCompleteAsync(this::connected, parts.loop())
                .toCompletableFuture();
    }

    private void connected(@Nullable StatefulRedisPubSubConnection<byte[], byte[]> opened, @Nullable Throwable error) {
        busy = false;
        if (opened == null) {
            failed(error == null ? "unknown" : RedisFaults.cause(error), backoffNanos());
        } else if (!started) {
            var _ = opened.closeAsync();
        } else {
            hear(opened);
        }
    }

    private void hear(StatefulRedisPubSubConnection<byte[], byte[]> opened) {
        connection = opened;
        ChangeEars ears = new ChangeEars(parts.watchers(), parts.counts(), uri.getDatabase());
        opened.addListener((RedisPubSubListener<byte[], byte[]>) ears);
        opened.addListener((PushListener) ears);
        opened.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                parts.soon(() -> lost(opened));
            }
        });
        if (opened.isOpen()) {
            adjustNow();
        } else {
            lost(opened); // before the listener was there
        }
    }

    private void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> open, Subscription wanting) {
        busy = true;
        listening = false;
        ProtocolVersion protocol = protocol(open);
        boolean mayAsk = protocol != ProtocolVersion.RESP2 || held.isEmpty(); // who has subscribed may do nothing else
        if (mayAsk && held.keys().isEmpty() && !wanting.keys().isEmpty()) {
            keyspaceEvents.check(open.async());
        }
        var _ = new Subscribing(open.async(), protocol, uri.getDatabase(), held, wanting)
                .begin()
                .thenAcceptAsync(end -> subscribed(open, end), parts.loop());
    }

    private void subscribed(StatefulRedisPubSubConnection<byte[], byte[]> open, Subscribing.End end) {
        busy = false;
        if (!open.equals(connection)) {
            adjust(); // it was lost meanwhile
            return;
        }
        if (!held.trackedKeys().isEmpty()
                && !held.trackedKeys().equals(end.held().trackedKeys())) {
            covered.clear(); // tracking was off for a moment
        }
        held = end.held();
        tellUncovered();
        if (end.error() != null) {
            failed(RedisFaults.cause(end.error()), REFUSED_NANOS);
        } else {
            attempts = 0;
            adjustNow();
        }
    }

    private void holds() {
        tellUncovered(); // who came meanwhile
        if (!listening) {
            listening = true;
            failing = false;
            log.info("redis {} tells of changes", parts.name());
        }
    }

    private void tellUncovered() {
        ChangeCounts.count(parts.counts().reconnects(), parts.watchers().subscribed(held, covered));
    }

    private void lost(StatefulRedisPubSubConnection<byte[], byte[]> gone) {
        if (gone.equals(connection)) {
            drop();
            failed("the connection was lost", backoffNanos());
        }
    }

    private void failed(String why, long retryNanos) {
        if (!failing && started) {
            failing = true;
            log.warn(
                    "redis {} does not tell of changes: {}; the interval alone refreshes until it does",
                    parts.name(),
                    why);
        }
        parts.later(this::adjustNow, retryNanos);
    }

    private void drop() {
        StatefulRedisPubSubConnection<byte[], byte[]> open = connection;
        connection = null;
        held = Subscription.NONE;
        listening = false;
        covered.clear();
        if (open != null) {
            var _ = open.closeAsync();
        }
    }

    private long backoffNanos() {
        return backoff.createDelay(Math.max(1, attempts)).toNanos();
    }

    /** Only Lettuce's own class tells what was agreed upon. */
    private static ProtocolVersion protocol(StatefulRedisPubSubConnection<byte[], byte[]> open) {
        return ((StatefulRedisConnectionImpl<?, ?>) open).getConnectionState().getNegotiatedProtocolVersion();
    }
}

package dev.freshet.source;

import dev.freshet.source.redis.RedisFaults;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents into Redis, all of one state in one command, and connects again by itself when the connection is lost.
 * For the demo: serving only reads. Thread-safe: by its monitor, which is never held while waiting.
 */
public final class RedisPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisPublisher.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisURI uri;
    private final String prefix;
    private final RedisClient client;
    private boolean failing;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> connection;
    private boolean closed;
    private CompletableFuture<String> running = CompletableFuture.completedFuture("");

    /**
     * Does not connect yet.
     *
     * @param uri in Lettuce's forms
     * @param prefix before the name of a document, its key
     * @throws IllegalArgumentException the URI is none of these
     */
    public RedisPublisher(String uri, String prefix) {
        this.uri = RedisURI.create(uri);
        this.uri.setTimeout(TIMEOUT);
        this.prefix = prefix;
        this.client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
    }

    /** Connects; what prevents it in one line, null: nothing. Waits for it, two seconds at the most. */
    public @Nullable String problem() {
        try {
            var _ = connected().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return place() + ": " + RedisFaults.cause(e);
        } catch (TimeoutException _) {
            return place() + ": no answer within " + TIMEOUT.toSeconds() + "s";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return place() + ": interrupted";
        }
    }

    private String place() {
        return uri.getHost() + ":" + uri.getPort();
    }

    /**
     * Writes every document under its prefixed name and returns at once. A state that comes while the last one is still
     * being written is left out: the next is never far. Does nothing once closed.
     */
    public synchronized void publish(Map<String, byte[]> documents) {
        if (closed || !running.isDone()) {
            return;
        }
        Map<String, byte[]> values = documents.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> prefix + entry.getKey(), Map.Entry::getValue));
        running = connected()
                .thenCompose(open -> open.async().mset(values).toCompletableFuture())
                .whenComplete((_, failure) -> note(failure));
    }

    /** The connection reconnects by itself once it was open; only an attempt that failed is begun anew. */
    private synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> connected() {
        CompletableFuture<StatefulRedisConnection<String, byte[]>> begun = connection;
        if (begun == null || begun.isCompletedExceptionally()) {
            begun = client.connectAsync(CODEC, uri).toCompletableFuture();
            connection = begun;
        }
        return begun;
    }

    private synchronized void note(@Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (failure == null) {
            if (failing) {
                failing = false;
                log.info("redis {}: published again", place());
            }
        } else if (!failing) {
            failing = true;
            log.warn("redis {}: cannot publish: {}", place(), RedisFaults.cause(failure));
        }
    }

    /** Closes the connection and ends its threads, within two seconds. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        client.shutdown(0, TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}

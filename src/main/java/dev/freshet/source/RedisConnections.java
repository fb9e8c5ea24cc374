package dev.freshet.source;

import dev.freshet.config.RedisConfig;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to every configured Redis, on threads of their own. A Redis that is down never delays or fails the start:
 * its connection is made in the background as soon as it can be. Thread-safe: the map never changes; the connections are
 * thread-safe themselves.
 */
public final class RedisConnections implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** How long a peer may leave bytes unacknowledged before the connection counts as lost. */
    private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

    private static final int THREADS = DefaultClientResources.MIN_IO_THREADS;
    private static final int COMMANDS_IN_FLIGHT = 16_384;
    private static final long CLOSE_MILLIS = 2_000;

    private final Map<String, RedisConnection> connections = new LinkedHashMap<>();
    private final @Nullable ClientResources resources;

    /**
     * Begins to connect to each; returns at once.
     *
     * @throws IllegalArgumentException if a URI has none of Lettuce's forms; the message does not repeat it
     */
    public RedisConnections(Collection<RedisConfig> redis, Metrics metrics) {
        this(redis, metrics, new NettyCustomizer() {});
    }

    /** Has {@code customizer} see every channel, so that a test can watch what is written to it. */
    RedisConnections(Collection<RedisConfig> redis, Metrics metrics, NettyCustomizer customizer) {
        Map<RedisConfig, RedisURI> uris = new LinkedHashMap<>();
        redis.forEach(each -> uris.put(each, uri(each)));
        resources = uris.isEmpty() ? null : resources(customizer);
        if (resources != null) {
            uris.forEach((config, uri) -> connections.put(config.name(), connection(config.name(), uri, resources)));
        }
        connections.values().forEach(RedisConnection::open);
        metrics.contribute(
                Metric.REDIS_CONNECTED,
                values -> connections.forEach((name, connection) -> values.add(connection.connected() ? 1 : 0, name)));
    }

    /** Ends all connections and threads; waits for it, within a bound. Idempotent. */
    @Override
    public void close() {
        connections.values().forEach(RedisConnection::close);
        if (resources != null) {
            resources.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS);
        }
    }

    /** The connection to the Redis of that name, which is configured. */
    RedisConnection connection(String name) {
        return Objects.requireNonNull(connections.get(name), () -> "no redis named " + name);
    }

    private static RedisURI uri(RedisConfig config) {
        try {
            RedisURI uri = RedisURI.create(config.uri());
            uri.setTimeout(CONNECT_TIMEOUT);
            if (uri.getClientName() == null) {
                uri.setClientName("freshet");
            }
            return uri;
        } catch (IllegalArgumentException _) { // its message repeats the URI, and with it the password
            throw new IllegalArgumentException(
                    "redis." + config.name()
                            + ".uri: not understood (expected: redis://, rediss:// or redis-sentinel://, as Lettuce writes them)");
        }
    }

    private static RedisConnection connection(String name, RedisURI uri, ClientResources resources) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false) // RedisConnection does
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(COMMANDS_IN_FLIGHT)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(socketOptions())
                .build());
        return new RedisConnection(name, uri, client, resources);
    }

    private static SocketOptions socketOptions() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(UNACKNOWLEDGED)
                        .interval(Duration.ofSeconds(1))
                        .count(3)
                        .build())
                .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(UNACKNOWLEDGED)
                        .build())
                .build();
    }

    private static ClientResources resources(NettyCustomizer customizer) {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(DefaultClientResources.MIN_COMPUTATION_THREADS)
                .threadFactoryProvider(pool -> new DefaultThreadFactory(pool, true))
                .nettyCustomizer(customizer)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .build();
    }
}

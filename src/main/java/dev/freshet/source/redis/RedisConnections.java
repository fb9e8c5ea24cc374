package dev.freshet.source.redis;

import dev.freshet.config.RedisConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.resource.NettyCustomizer;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Every configured Redis, each with its connection and its thread. A Redis that is down never delays or fails the start:
 * its connection is made in the background as soon as it can be. Thread-safe: the map never changes; what is in it is
 * thread-safe itself.
 */
public final class RedisConnections implements AutoCloseable {
    /** The most commands that wait for their answers on one connection. */
    static final int MOST_COMMANDS = 65_536;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** How long a peer may leave bytes unacknowledged before the connection counts as lost. */
    private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

    private static final long CLOSE_MILLIS = 2_000;

    private final Map<String, Opened> opened = new LinkedHashMap<>();

    private record Opened(OpenedRedis redis, RedisClient client, RedisThread thread) {}

    /**
     * Begins to connect to each; returns at once.
     *
     * @throws IllegalArgumentException if a URI has none of Lettuce's forms; the message does not repeat it
     */
    public RedisConnections(Collection<RedisConfig> redis, Metrics metrics, Clock clock) {
        this(redis, metrics, clock, new NettyCustomizer() {});
    }

    /** Has {@code customizer} see every channel, so that a test can watch what is written to it. */
    RedisConnections(Collection<RedisConfig> redis, Metrics metrics, Clock clock, NettyCustomizer customizer) {
        Map<RedisConfig, List<RedisURI>> uris = new LinkedHashMap<>();
        redis.forEach(each -> uris.put(each, uris(each)));
        uris.forEach((config, all) -> opened.put(config.name(), open(config, all, metrics, clock, customizer)));
        opened.values().forEach(each -> each.redis.open());
        metrics.contribute(
                Metric.REDIS_CONNECTED,
                values -> opened.forEach((name, each) -> values.add(each.redis.connected() ? 1 : 0, name)));
        metrics.contribute(
                Metric.REDIS_LISTENING,
                values -> opened.forEach((name, each) -> values.add(each.redis.listening() ? 1 : 0, name)));
    }

    /** The Redis of that name, which is configured. */
    public Redis redis(String name) {
        return Objects.requireNonNull(opened.get(name), () -> "no redis named " + name).redis;
    }

    /** Ends all connections and threads; waits for it, within a bound. Idempotent. */
    @Override
    public void close() {
        opened.values().forEach(each -> each.redis.close());
        opened.values().forEach(each -> each.client.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS));
        opened.values().forEach(each -> each.thread.close());
    }

    private static List<RedisURI> uris(RedisConfig config) {
        try {
            List<RedisURI> uris = config.cluster()
                    ? RedisClusterURIUtil.toRedisURIs(URI.create(config.uri()))
                    : List.of(RedisURI.create(config.uri()));
            uris.forEach(uri -> {
                uri.setTimeout(CONNECT_TIMEOUT);
                if (uri.getClientName() == null) {
                    uri.setClientName("freshet");
                }
            });
            return uris;
        } catch (IllegalArgumentException _) { // its message repeats the URI, and with it the password
            throw new IllegalArgumentException(
                    "redis." + config.name()
                            + ".uri: not understood (expected: redis://, rediss:// or redis-sentinel://, as Lettuce writes them)");
        }
    }

    private static Opened open(
            RedisConfig config, List<RedisURI> uris, Metrics metrics, Clock clock, NettyCustomizer customizer) {
        String name = config.name();
        RedisThread thread = new RedisThread(name, customizer);
        RedisClient client = RedisClient.create(thread.resources());
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false) // RedisNode does
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(socketOptions())
                .build());
        RedisParts parts =
                new RedisParts(name, client, thread.loop(), clock, new Watchers(), ChangeCounts.of(name, metrics));
        OpenedRedis redis = config.cluster() ? new ClusterRedis(parts, uris) : new SingleRedis(parts, uris.getFirst());
        return new Opened(redis, client, thread);
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
}

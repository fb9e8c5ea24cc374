package dev.freshet.source.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.OnChange;
import dev.freshet.config.RedisConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes when a connection has subscribed already, for others. */
@Timeout(120)
class SubscriberTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration MIN = Duration.ofMillis(1);

    private final Metrics metrics = new Metrics();

    @Test
    void whoComesLaterIsHeardAsWellAndNobodyIsForgotten() {
        try (RedisServer redis = RedisServer.start("--notify-keyspace-events", "KA");
                RedisConnections connections = open(redis)) {
            AtomicInteger first = watch(connections, "a", new OnChange.Tracking(MIN));
            AtomicInteger second = watch(connections, "ab", new OnChange.Tracking(MIN));
            AtomicInteger third = watch(connections, "b", new OnChange.Tracking(MIN));
            AtomicInteger fourth = watch(connections, "k", new OnChange.Keyspace(MIN));
            AtomicInteger fifth = watch(connections, "-", new OnChange.Message("m", MIN));
            toldAfter(first, redis, "SET", "a", "1");
            toldAfter(second, redis, "SET", "ab", "1");
            toldAfter(third, redis, "SET", "b", "1");
            toldAfter(fourth, redis, "SET", "k", "1");
            toldAfter(fifth, redis, "PUBLISH", "m", "1");
        }
    }

    @Test
    void withResp2AsWell() {
        try (RedisServer redis = RedisServer.start("--rename-command", "HELLO", "", "--notify-keyspace-events", "KA");
                RedisConnections connections = open(redis)) {
            AtomicInteger first = watch(connections, "-", new OnChange.Message("m", MIN));
            AtomicInteger second = watch(connections, "k", new OnChange.Keyspace(MIN));
            AtomicInteger third = watch(connections, "-", new OnChange.Message("n", MIN));
            toldAfter(first, redis, "PUBLISH", "m", "1");
            toldAfter(second, redis, "SET", "k", "1");
            toldAfter(third, redis, "PUBLISH", "n", "1");
        }
    }

    @Test
    @MayWarn("tracking needs RESP3")
    void aKindThatIsRefusedLeavesTheOthers() {
        try (RedisServer redis = RedisServer.start("--rename-command", "HELLO", "");
                RedisConnections connections = open(redis)) {
            AtomicInteger first = watch(connections, "-", new OnChange.Message("m", MIN));
            connections.redis("live").watch(new Interest(List.of("a"), new OnChange.Tracking(MIN)), () -> {});
            assertThat(Patience.until(() -> !listening(), SOON)).isTrue();
            toldAfter(first, redis, "PUBLISH", "m", "1");
        }
    }

    /** Returns when what was wanted holds, so that the next comes to a connection that has subscribed. */
    private AtomicInteger watch(RedisConnections connections, String key, OnChange onChange) {
        AtomicInteger told = new AtomicInteger();
        connections.redis("live").watch(new Interest(List.of(key), onChange), told::incrementAndGet);
        assertThat(Patience.until(() -> told.get() > 0 && listening(), SOON)).isTrue();
        return told;
    }

    private static void toldAfter(AtomicInteger told, RedisServer redis, String... command) {
        int before = told.get();
        redis.command(command);
        assertThat(Patience.until(() -> told.get() > before, SOON))
                .as(String.join(" ", command))
                .isTrue();
    }

    private boolean listening() {
        return new String(metrics.exposition(), UTF_8).contains("freshet_redis_listening{redis=\"live\"} 1.0");
    }

    private RedisConnections open(RedisServer redis) {
        return new RedisConnections(List.of(new RedisConfig("live", redis.uri())), metrics, new SystemClock());
    }
}

package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories of a value that is set in a real Redis and of the clients it reaches, with an interval that never comes. */
@Timeout(120)
class OnChangeStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {"{ by: keyspace, min: 1ms }", "{ by: tracking, min: 1ms }", "{ pubsub: \"scores:*\", min: 1ms }"
            })
    void whatIsSetIsServedLongBeforeTheInterval(String onChange) throws Exception {
        try (RedisServer redis = RedisServer.start("--notify-keyspace-events", "KA")) {
            redis.command("SET", "scores", "0");
            try (Freshet freshet = start(redis, onChange);
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                for (int i = 1; i <= 20; i++) {
                    String value = String.valueOf(i);
                    redis.command("SET", "scores", value);
                    redis.command("PUBLISH", "scores:new", "");
                    assertThat(served(client, value)).as(value).isTrue();
                }
            }
        }
    }

    @Test
    @MayWarn("Redis loses everything")
    void aFlushKeepsTheLastGoodAndTheNextValueIsServedAtOnce() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "scores", "1");
            try (Freshet freshet = start(redis, "tracking");
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "1")).isTrue();
                redis.command("FLUSHALL");
                assertThat(Patience.until(() -> freshet.status().failed() > 0, SOON))
                        .isTrue();
                assertThat(client.get("/live.json").text()).isEqualTo("1");
                redis.command("SET", "scores", "2");
                assertThat(served(client, "2")).isTrue();
            }
        }
    }

    @Test
    @MayWarn("Redis is killed")
    void whatChangedWhileRedisWasGoneIsServedWhenItIsBack() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "scores", "1");
            try (Freshet freshet = start(redis, "tracking");
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "1")).isTrue();
                redis.kill();
                assertThat(client.get("/live.json").text()).isEqualTo("1");
                redis.restart();
                redis.command("SET", "scores", "2");
                assertThat(served(client, "2")).isTrue();
            }
        }
    }

    @Test
    @MayWarn("connections are killed")
    void noKilledConnectionHidesAChange() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "scores", "0");
            try (Freshet freshet = start(redis, "{ pubsub: scores }");
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                for (int i = 1; i <= 5; i++) {
                    redis.command("CLIENT", "KILL", "TYPE", i % 2 == 0 ? "pubsub" : "normal");
                    redis.command("SET", "scores", String.valueOf(i));
                    redis.command("PUBLISH", "scores", "");
                    assertThat(served(client, String.valueOf(i))).isTrue();
                }
            }
        }
    }

    @Test
    @MayWarn("Redis hangs")
    void aRedisThatHangsKeepsTheLastGoodAndIsHeardAgainAfterwards() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "scores", "1");
            try (Freshet freshet = start(redis, "tracking", "100ms");
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "1")).isTrue();
                redis.freeze();
                try {
                    assertThat(Patience.until(() -> freshet.status().failed() > 2, SOON))
                            .isTrue();
                    assertThat(client.get("/live.json").text()).isEqualTo("1");
                } finally {
                    redis.thaw();
                }
                redis.command("SET", "scores", "2");
                assertThat(served(client, "2")).isTrue();
            }
        }
    }

    @Test
    @MayWarn("the key goes")
    void theFallbackStandsInAsSoonAsTheKeyGoesAndNoLongerThanUntilItIsBack() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "scores", "1");
            redis.command("SET", "spare", "0");
            String source = "{ redis: live, get: scores, on-change: tracking }, fallback: { redis: live, get: spare }";
            try (Freshet freshet = startFrom(redis, source, "1h");
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "1")).isTrue();
                redis.command("DEL", "scores");
                assertThat(served(client, "0")).isTrue();
                redis.command("SET", "scores", "2");
                assertThat(served(client, "2")).isTrue();
            }
        }
    }

    @Test
    void whatNobodyTellsOfIsFoundAtTheInterval() throws Exception {
        try (RedisServer redis = RedisServer.start("--notify-keyspace-events", "KA")) {
            redis.command("SET", "scores", "2");
            redis.command("SWAPDB", "0", "1");
            redis.command("SET", "scores", "1");
            try (Freshet freshet = start(redis, "keyspace", "100ms");
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "1")).isTrue();
                redis.command("SWAPDB", "0", "1");
                assertThat(served(client, "2")).isTrue();
            }
        }
    }

    private static boolean served(RawClient client, String value) {
        return Patience.until(() -> client.get("/live.json").text().equals(value), SOON);
    }

    private static Freshet start(RedisServer redis, String onChange) throws Exception {
        return start(redis, onChange, "1h");
    }

    private static Freshet start(RedisServer redis, String onChange, String interval) throws Exception {
        return startFrom(redis, "{ redis: live, get: scores, on-change: " + onChange + " }", interval);
    }

    private static Freshet startFrom(RedisServer redis, String source, String interval) throws Exception {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%s" } }
                endpoints: [{ path: /live.json, source: %s, refresh: %s, max-stale: 2h }]
                """.formatted(redis.uri(), source, interval);
        return Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock());
    }
}

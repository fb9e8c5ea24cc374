package dev.freshet.source;

import static dev.freshet.source.Fetches.fault;
import static dev.freshet.source.Fetches.fresh;
import static dev.freshet.source.Fetches.reason;
import static dev.freshet.source.Fetches.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.RedisConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSourceTest {
    private static RedisServer redis;
    private static RedisConnections connections;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        connections = new RedisConnections(List.of(new RedisConfig("live", redis.uri())), new Metrics());
        RedisConnectionsTest.awaitConnected(connections.connection("live"));
    }

    @AfterAll
    static void stop() {
        connections.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void getsTheBytesAsTheyAre() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        redis.set("scores:live", everyByte);
        Fetched.Fresh fetched = fresh(source("scores:live").fetch(request(Validators.NONE)));
        assertThat(fetched.payload().bytes()).isEqualTo(everyByte);
        assertThat(fetched.payload().mediaType()).isEqualTo("application/json");
        assertThat(fetched.validators()).isEqualTo(Validators.NONE);
    }

    @Test
    void aKeyMayHoldAnyText() {
        redis.set("spiel t\u00e9\u2713", "{}".getBytes(UTF_8));
        assertThat(fresh(source("spiel t\u00e9\u2713").fetch(request(Validators.NONE))))
                .isNotNull();
    }

    @Test
    void anAbsentKeyIsNoValue() {
        assertThat(reason(source("absent").fetch(request(Validators.NONE)))).isEqualTo(Reason.MISSING);
    }

    @Test
    void anEmptyValueIsNoValue() {
        redis.set("empty", new byte[0]);
        assertThat(reason(source("empty").fetch(request(Validators.NONE)))).isEqualTo(Reason.MISSING);
    }

    @Test
    void aKeyOfAnotherTypeIsAFaultInRedissWords() {
        redis.command("LPUSH", "list", "a");
        var fetched = source("list").fetch(request(Validators.NONE));
        assertThat(fault(fetched).reason()).isEqualTo(Reason.REDIS);
        assertThat(fault(fetched).detail()).startsWith("WRONGTYPE");
    }

    @Test
    void aValueOfTheLimitIsRead() {
        redis.set("big", new byte[(int) Fetches.MAX_BYTES]);
        assertThat(fresh(source("big").fetch(request(Validators.NONE)))
                        .payload()
                        .bytes())
                .hasSize((int) Fetches.MAX_BYTES);
    }

    @Test
    void oneByteBeyondTheLimitIsTooLarge() {
        redis.set("big", new byte[(int) Fetches.MAX_BYTES + 1]);
        assertThat(reason(source("big").fetch(request(Validators.NONE)))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aRedisThatHangsEndsAtTheDeadlineAndNoAnswerIsMixedUpAfterwards() {
        redis.set("a", "first".getBytes(UTF_8));
        redis.set("b", "second".getBytes(UTF_8));
        redis.freeze();
        try {
            assertThat(reason(source("a").fetch(request(Validators.NONE, Duration.ofMillis(50)))))
                    .isEqualTo(Reason.DEADLINE);
        } finally {
            redis.thaw();
        }
        assertThat(fresh(source("b").fetch(request(Validators.NONE))).payload().bytes())
                .isEqualTo("second".getBytes(UTF_8));
    }

    @Test
    void aThousandKeysOfOneTickAreSentTogether() {
        for (int i = 0; i < 1000; i++) {
            redis.set("key:" + i, ("{\"n\":" + i + "}").getBytes(UTF_8));
        }
        FlushCounter flushes = new FlushCounter();
        try (RedisConnections counted =
                new RedisConnections(List.of(new RedisConfig("live", redis.uri())), new Metrics(), flushes)) {
            RedisConnection connection = counted.connection("live");
            RedisConnectionsTest.awaitConnected(connection);
            int before = flushes.count();
            List<CompletableFuture<Fetched>> tick = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                tick.add(source("key:" + i, connection).fetch(request(Validators.NONE)));
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(fresh(tick.get(i)).payload().bytes()).isEqualTo(("{\"n\":" + i + "}").getBytes(UTF_8));
            }
            assertThat(flushes.count() - before).isBetween(1, 200); // one for each moment that the loop above took
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(source("scores:live").description()).isEqualTo("redis live scores:live");
    }

    private static RedisSource source(String key) {
        return source(key, connections.connection("live"));
    }

    private static RedisSource source(String key, RedisConnection connection) {
        return new RedisSource(new SourceConfig.FromRedis("live", key), "application/json", connection);
    }
}

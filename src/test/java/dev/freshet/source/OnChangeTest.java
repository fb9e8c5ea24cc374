package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.freshet.testing.LogOf;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Redis says at once what has changed, from the configuration to who is told. */
@Timeout(120)
class OnChangeTest {
    /** What a word of the configuration stands for: glob characters, spaces, quotes and letters that are not ASCII. */
    private static final String ODD_KEY = "match:[1]*?\\ K\u00f6ln \ud83d\udc1f 'x'";

    private static final String ODD_KEY_IN_YAML = "\"match:[1]*?\\\\ K\u00f6ln \ud83d\udc1f 'x'\"";

    private static RedisServer redis;

    @BeforeAll
    static void start() {
        redis = RedisServer.start("--notify-keyspace-events", "KA");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    void aMessageOnAChannelOfThePatternIsAChange() {
        try (ToldOfChanges source = watching("get: a, on-change: { pubsub: \"results:*\", min: 1ms }")) {
            int before = source.told();
            redis.command("PUBLISH", "other", "1");
            redis.command("PUBLISH", "results:1", "1");
            source.awaitMore(before);
            source.awaitMetric("freshet_redis_changes_total{by=\"pubsub\",redis=\"live\"} 1.0");
            redis.command("PUBLISH", "results:", "");
            source.awaitMore(before + 1);
            assertThat(source.told()).isEqualTo(before + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyspace", "tracking"})
    void aKeyThatIsWrittenDeletedOrExpiresIsAChange(String by) {
        try (ToldOfChanges source = watching("get: a, on-change: { by: " + by + ", min: 1ms }")) {
            source.hears(() -> redis.command("SET", "a", "1"));
            assertThat(source.text()).isEqualTo("1");
            source.hears(() -> redis.command("DEL", "a"));
            redis.command("SET", "a", "2", "PX", "50");
            awaitExpired(source.told(), source);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyspace", "tracking"})
    void aKeyOfAnyCharactersIsFoundAndItsNeighboursAreNot(String by) {
        try (ToldOfChanges source = watching("get: " + ODD_KEY_IN_YAML + ", on-change: { by: " + by + ", min: 1ms }")) {
            int before = source.told();
            redis.command("SET", "match:1*?", "1");
            redis.command("SET", ODD_KEY + ":more", "1");
            redis.command("SET", ODD_KEY, "42");
            source.awaitMetric("freshet_redis_changes_total{by=\"" + by + "\",redis=\"live\"} 1.0");
            source.awaitMore(before);
            assertThat(source.told()).isEqualTo(before + 1);
            assertThat(source.text()).isEqualTo("42");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyspace", "tracking"})
    void everyKeyOfADocumentIsWatched(String by) {
        String read =
                "compose: { votes: { hash: votes }, top: [{ zset: \"votes:top\" }, { get: v }] }, on-change: { by: %s, min: 1ms }";
        try (ToldOfChanges source = watching(read.formatted(by))) {
            source.hears(() -> redis.command("HSET", "votes", "a", "1"));
            source.hears(() -> redis.command("ZADD", "votes:top", "1", "a"));
            source.hears(() -> redis.command("SET", "v", "1"));
            assertThat(source.text()).isEqualTo("{\"votes\":{\"a\":1},\"top\":[[\"a\"],1]}");
        }
    }

    @Test
    void whereThereIsAVersionThatAloneIsWatched() {
        try (ToldOfChanges source = watching("get: a, version-key: v, on-change: { by: tracking, min: 1ms }")) {
            int before = source.told();
            redis.command("SET", "a", "1");
            redis.command("SET", "v", "1");
            source.awaitMore(before);
            assertThat(source.told()).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLUSHALL", "FLUSHDB"})
    void aFlushIsAChangeOfWhatIsTracked(String flush) {
        redis.command("SET", "a", "1");
        try (ToldOfChanges source = watching("get: a, on-change: tracking")) {
            source.hears(() -> redis.command(flush));
        }
    }

    @Test
    void theDatabaseOfTheUriIsTheOneThatIsWatched() {
        try (ToldOfChanges source = ToldOfChanges.opened(
                        "uri: \"" + redis.uri() + "/3\"", "get: a, on-change: { by: keyspace, min: 1ms }")
                .listening()) {
            int before = source.told();
            redis.command("SET", "a", "1");
            redis.command("MOVE", "a", "3");
            source.awaitMore(before);
            assertThat(source.text()).isEqualTo("1");
            assertThat(source.told()).isEqualTo(before + 1);
        }
    }

    @Test
    void manyChangesAreToldTogetherAndTheLastIsNeverLost() {
        try (ToldOfChanges source = watching("get: a, on-change: { by: keyspace, min: 200ms }")) {
            int before = source.told();
            long begin = System.nanoTime();
            for (int i = 1; i <= 200; i++) {
                redis.command("SET", "a", String.valueOf(i));
            }
            source.awaitMetric("freshet_redis_changes_total{by=\"keyspace\",redis=\"live\"} 200.0");
            assertThat(Patience.until(() -> source.told() > before, Duration.ofSeconds(5)))
                    .isTrue();
            int at = source.told();
            long passedMillis = (System.nanoTime() - begin) / 1_000_000;
            assertThat(at - before).isLessThanOrEqualTo((int) (passedMillis / 200) + 2);
            redis.command("SET", "a", "201");
            source.awaitMore(at);
            assertThat(source.text()).isEqualTo("201");
        }
    }

    @Test
    @MayWarn("a connection is killed")
    void aKilledSubscriptionComesBackAndWhatMayHaveBeenMissedIsToldOfOnce() {
        try (ToldOfChanges source = watching("get: a, on-change: { pubsub: \"results:*\", min: 1ms }")) {
            source.hears(() -> redis.command("CLIENT", "KILL", "TYPE", "pubsub"));
            source.listening();
            source.hears(() -> redis.command("PUBLISH", "results:1", "1"));
        }
    }

    @Test
    @MayWarn("connections are killed")
    void aKilledReaderComesBackAndEverythingIsToldOf() {
        try (ToldOfChanges source = watching("get: a, on-change: { pubsub: \"results:*\", min: 1ms }")) {
            source.hears(() -> redis.command("CLIENT", "KILL", "TYPE", "normal"));
            source.listening();
            source.hears(() -> redis.command("PUBLISH", "results:1", "1"));
        }
    }

    @Test
    @MayWarn("Redis is killed")
    void afterARestartEverythingIsToldOfAndChangesAreHeardAgain() {
        try (RedisServer mortal = RedisServer.start("--notify-keyspace-events", "KA");
                LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source =
                        ToldOfChanges.watching(mortal, "get: a, on-change: { by: keyspace, min: 1ms }")) {
            int before = source.told();
            mortal.kill();
            source.awaitMetric("freshet_redis_listening{redis=\"live\"} 0.0");
            mortal.restart();
            source.awaitMore(before);
            source.listening();
            source.hears(() -> mortal.command("SET", "a", "1"));
            assertThat(log.messages(Level.WARN))
                    .hasSizeBetween(1, 2); // the reader's end, and perhaps first the other's
        }
    }

    @Test
    @MayWarn("Redis is killed")
    void whoDoesNotListenIsToldWhenTheConnectionIsBack() {
        try (RedisServer mortal = RedisServer.start();
                LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source = ToldOfChanges.opened(mortal, "get: a")) {
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 1.0");
            mortal.kill();
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 0.0");
            mortal.restart();
            source.awaitMore(0);
            assertThat(log.messages(Level.INFO)).noneMatch(each -> each.contains("tells of changes"));
        }
    }

    @Test
    void theFallbackIsWatchedAsWell() {
        String endpoint = "source: { redis: live, get: a }, fallback: { redis: live, get: b, on-change: tracking }";
        try (ToldOfChanges source = ToldOfChanges.ofEndpoint("uri: \"" + redis.uri() + "\"", endpoint)
                .listening()) {
            source.hears(() -> redis.command("SET", "b", "1"));
        }
    }

    @Test
    @MayWarn("notifications are off")
    void aServerThatSendsNoNotificationsIsSaidAndWhatToSet() {
        try (RedisServer mute = RedisServer.start();
                LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source = ToldOfChanges.opened(mute, "get: a, on-change: keyspace")) {
            source.listening();
            awaitWarning(
                    log,
                    "redis live sends no keyspace notifications: its notify-keyspace-events is \"\""
                            + " (expected: KA); the interval alone refreshes what has on-change: keyspace");
            mute.command("CONFIG", "SET", "notify-keyspace-events", "KA");
            source.hears(() -> mute.command("SET", "a", "1"));
        }
    }

    @Test
    @MayWarn("the user may not subscribe")
    void aUserThatMayNotSubscribeReadsOnAndTheReasonIsSaidOnce() {
        redis.command(
                "ACL",
                "SETUSER",
                "reader",
                "on",
                ">pass",
                "~*",
                "resetchannels",
                "&other",
                "+@read",
                "+@connection",
                "+@transaction");
        redis.command("SET", "a", "1");
        try (LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source = ToldOfChanges.opened(
                        "uri: \"" + redis.uri().replace("//", "//reader:pass@") + "\"",
                        "get: a, on-change: { pubsub: \"results:*\" }")) {
            awaitWarning(log, "redis live does not tell of changes: NOPERM");
            assertThat(source.text()).isEqualTo("1");
            source.awaitMetric("freshet_redis_listening{redis=\"live\"} 0.0");
        }
    }

    @Test
    @MayWarn("the server speaks RESP2")
    void trackingWithoutResp3IsSaidAndNotBelieved() {
        try (RedisServer old = RedisServer.start("--rename-command", "HELLO", "");
                LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source = ToldOfChanges.opened(old, "get: a, on-change: tracking")) {
            awaitWarning(log, "redis live does not tell of changes: tracking needs RESP3, and the server speaks RESP2");
            source.awaitMetric("freshet_redis_listening{redis=\"live\"} 0.0");
        }
    }

    @Test
    void messagesAndNotificationsAreHeardWithResp2AsWell() {
        try (RedisServer old = RedisServer.start("--rename-command", "HELLO", "", "--notify-keyspace-events", "KA");
                ToldOfChanges keyspace = ToldOfChanges.watching(old, "get: a, on-change: { by: keyspace, min: 1ms }");
                ToldOfChanges messages = ToldOfChanges.watching(old, "get: a, on-change: { pubsub: m }")) {
            keyspace.hears(() -> old.command("SET", "a", "1"));
            messages.hears(() -> old.command("PUBLISH", "m", "1"));
        }
    }

    private static void awaitExpired(int before, ToldOfChanges source) {
        boolean expired = Patience.until(() -> redis.command("EXISTS", "a").equals(":0"), Duration.ofSeconds(20));
        assertThat(expired).isTrue();
        source.awaitMore(before);
    }

    private static void awaitWarning(LogOf log, String beginning) {
        boolean came = Patience.until(
                () -> log.messages(Level.WARN).stream().anyMatch(each -> each.startsWith(beginning)),
                Duration.ofSeconds(20));
        assertThat(came).as(() -> log.messages(Level.INFO).toString()).isTrue();
        assertThat(log.messages(Level.WARN)).hasSize(1);
    }

    private static ToldOfChanges watching(String read) {
        return ToldOfChanges.watching(redis, read);
    }
}

package dev.freshet.source.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.freshet.config.RedisConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.LogOf;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import dev.freshet.testing.SettableClock;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@MayWarn("an outage is told once")
class RedisConnectionsTest {
    private static final String PASSWORD = "s3cr3t-Pa55word";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Metrics metrics = new Metrics();

    @Test
    void aRedisThatIsDownAtTheStartIsUsedWhenItComes() {
        try (RedisServer redis = RedisServer.start()) {
            redis.stop();
            try (RedisConnections connections = open(redis.uri())) {
                assertThat(fetch(connections, LONG).fault().reason()).isEqualTo(Reason.REDIS);
                awaitTrue(() -> fetch(connections, LONG).fault().detail().equals("not connected: connection refused"));
                redis.restart();
                redis.set("key", "{}".getBytes(UTF_8));
                awaitTrue(() -> !fetch(connections, LONG).failed());
            }
        }
    }

    @Test
    void aKilledRedisIsUsedAgainOnceItIsBack() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri())) {
            redis.kill();
            awaitTrue(() -> !connections.redis("live").connected());
            assertThat(fetch(connections, LONG).fault().reason()).isEqualTo(Reason.REDIS);
            redis.restart();
            redis.set("key", "{}".getBytes(UTF_8));
            awaitTrue(() -> !fetch(connections, LONG).failed());
        }
    }

    @Test
    void whatIsInFlightWhenRedisDiesFailsLongBeforeItsDeadline() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri())) {
            redis.freeze();
            var inFlight = fetch(connections, LONG);
            redis.kill();
            assertThat(inFlight.fault().reason()).isEqualTo(Reason.REDIS);
        }
    }

    @Test
    void aRedisThatHasFallenSilentIsAskedNothingUntilItAnswersAgain() {
        SettableClock clock = new SettableClock();
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri(), clock)) {
            redis.freeze();
            try {
                Fault unanswered = fetch(connections, Duration.ofMillis(50)).fault();
                assertThat(unanswered.reason()).isEqualTo(Reason.DEADLINE);
                assertThat(unanswered.detail()).isEqualTo("no answer within 50ms");
                clock.advance(Duration.ofMillis(1_500));
                assertThat(fetch(connections, LONG).fault().detail()).startsWith("not asked");
            } finally {
                redis.thaw();
            }
            awaitTrue(() -> !fetch(connections, LONG).failed());
            assertThat(connections.redis("live").connected()).isTrue();
        }
    }

    @Test
    void aConnectionThatStaysSilentIsLeftForANewOne() {
        SettableClock clock = new SettableClock();
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri(), clock)) {
            redis.freeze();
            try {
                fetch(connections, Duration.ofMillis(50)).fault();
                clock.advance(Duration.ofMillis(2_500));
                assertThat(fetch(connections, LONG).fault().detail()).isEqualTo("not connected: it has fallen silent");
            } finally {
                redis.thaw();
            }
            awaitTrue(() -> !fetch(connections, LONG).failed());
        }
    }

    @Test
    void commandsOfOneInquiryAreOneTransaction() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri())) {
            redis.command("SET", "a", "1");
            redis.command("LPUSH", "list", "x");
            Asked asked = new Asked(LONG, WireCommand.string("a", 10), WireCommand.of("EXISTS", "list"));
            connections.redis("live").ask(asked);
            assertThat(asked.replies().getLast()).isEqualTo(new Reply.Whole(1));
            assertThat(redis.text("INFO", "commandstats")).contains("cmdstat_exec:calls=1");
        }
    }

    @Test
    void aCommandRefusedInATransactionIsTheFaultOfTheInquiry() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri())) {
            redis.command("LPUSH", "list", "x");
            Asked wrongType = new Asked(LONG, WireCommand.of("EXISTS", "list"), WireCommand.string("list", 10));
            connections.redis("live").ask(wrongType);
            assertThat(wrongType.fault().reason()).isEqualTo(Reason.VALUE);
            assertThat(wrongType.fault().detail()).contains("key list", "GETRANGE", "WRONGTYPE");

            Asked unknown = new Asked(LONG, WireCommand.of("EXISTS", "a"), WireCommand.of("NOSUCH", "a"));
            connections.redis("live").ask(unknown);
            assertThat(unknown.fault().detail()).startsWith("NOSUCH a: ERR unknown command");
            assertThat(fetch(connections, LONG).failed()).isFalse(); // the connection is none the worse
        }
    }

    @Test
    void anOutageIsLoggedOnceAndItsEndOnce() {
        try (RedisServer redis = RedisServer.start();
                LogOf log = new LogOf(RedisNode.class);
                LogOf lettuce = new LogOf("io.lettuce");
                RedisConnections connections = connected(redis.uri())) {
            redis.kill();
            awaitTrue(() -> fetch(connections, LONG).fault().detail().equals("not connected: connection refused"));
            redis.restart();
            awaitConnected(connections.redis("live"));
            assertThat(log.levels()).containsExactly(Level.INFO, Level.WARN, Level.INFO);
            assertThat(lettuce.messages(Level.WARN)).isEmpty();
        }
    }

    @Test
    void theMetricSaysWhetherItIsConnected() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = connected(redis.uri())) {
            assertThat(exposition()).contains("freshet_redis_connected{redis=\"live\"} 1.0");
            redis.kill();
            awaitTrue(() -> exposition().contains("freshet_redis_connected{redis=\"live\"} 0.0"));
        }
    }

    @Test
    void theRightPasswordIsUsed() {
        try (RedisServer redis = RedisServer.start("--requirepass", PASSWORD);
                RedisConnections connections = connected(redis.uri().replace("//", "//:" + PASSWORD + "@"))) {
            assertThat(fetch(connections, LONG).failed()).isFalse();
        }
    }

    @Test
    void aWrongPasswordIsAClearFaultThatDoesNotTellIt() {
        try (RedisServer redis = RedisServer.start("--requirepass", "another");
                LogOf log = new LogOf("ROOT");
                RedisConnections connections = open(redis.uri().replace("//", "//:" + PASSWORD + "@"))) {
            awaitTrue(() -> fetch(connections, LONG).fault().detail().contains("WRONGPASS"));
            assertThat(fetch(connections, LONG).fault().reason()).isEqualTo(Reason.REDIS);
            assertThat(fetch(connections, LONG).fault().detail()).doesNotContain(PASSWORD);
            assertThat(log.messages(Level.INFO)).isNotEmpty().noneMatch(each -> each.contains(PASSWORD));
        }
    }

    @Test
    void aMissingPasswordIsAClearFault() {
        try (RedisServer redis = RedisServer.start("--requirepass", "another");
                RedisConnections connections = open(redis.uri())) {
            awaitTrue(() -> fetch(connections, LONG).fault().detail().contains("NOAUTH"));
        }
    }

    @Test
    void aUriThatIsNoneIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> open("http://:" + PASSWORD + "@127.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redis.live.uri: ")
                .hasMessageNotContaining(PASSWORD)
                .hasNoCause();
    }

    @Test
    void twoRedisesAreTwoConnections() {
        try (RedisServer up = RedisServer.start();
                RedisServer down = RedisServer.start();
                RedisConnections connections = new RedisConnections(
                        List.of(new RedisConfig("up", up.uri()), new RedisConfig("down", down.uri())),
                        metrics,
                        new SystemClock())) {
            awaitConnected(connections.redis("up"));
            awaitConnected(connections.redis("down"));
            down.kill();
            awaitTrue(() -> !connections.redis("down").connected());
            assertThat(connections.redis("up").connected()).isTrue();
        }
    }

    @Test
    void withoutAnyRedisThereAreNoThreads() {
        new RedisConnections(List.of(), metrics, new SystemClock()).close();
        assertThat(exposition()).doesNotContain("freshet_redis_connected{");
    }

    @Test
    void closingInTheMiddleOfAnAttemptIsQuiet() {
        CountDownLatch attempting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        NettyCustomizer slow = new NettyCustomizer() {
            @Override
            public void afterBootstrapInitialized(Bootstrap bootstrap) {
                attempting.countDown();
                awaitAtMost(
                        closed, Duration.ofMillis(300)); // a close that does not wait for the attempt is over by then
            }
        };
        try (LogOf log = new LogOf("ROOT")) {
            var config = new RedisConfig("live", "redis://127.0.0.1:1");
            RedisConnections connections = new RedisConnections(List.of(config), metrics, new SystemClock(), slow);
            assertThat(awaitAtMost(attempting, Duration.ofSeconds(20))).isTrue();
            connections.close();
            closed.countDown();
            assertThat(log.messages(Level.WARN)).isEmpty();
        }
    }

    @Test
    void closingEndsWhatHasNotBeenWrittenYet() {
        try (RedisServer redis = RedisServer.start()) {
            for (int i = 0; i < 20; i++) {
                RedisConnections connections = connected(redis.uri());
                var asked = fetch(connections, LONG);
                connections.close();
                assertThat(asked.failed()).isIn(true, false); // answered or not, but ended
            }
        }
    }

    @Test
    void closingEndsItsThreadsAndWhatIsInFlight() {
        try (RedisServer redis = RedisServer.start()) {
            RedisConnections connections = connected(redis.uri());
            redis.freeze();
            Asked inFlight;
            try {
                inFlight = fetch(connections, LONG);
                connections.close();
            } finally {
                redis.thaw();
            }
            assertThat(inFlight.fault().reason()).isEqualTo(Reason.REDIS);
            assertThat(fetch(connections, LONG).fault().reason()).isEqualTo(Reason.REDIS);
            awaitTrue(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(each -> each.getName().matches(".*(lettuce|freshet-redis).*")));
        }
    }

    static void awaitConnected(Redis connection) {
        awaitTrue(connection::connected);
    }

    private static void awaitTrue(BooleanSupplier fact) {
        assertThat(Patience.until(fact, Duration.ofSeconds(30))).isTrue();
    }

    private static boolean awaitAtMost(CountDownLatch latch, Duration timeout) {
        try {
            return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RedisConnections connected(String uri) {
        return connected(uri, new SystemClock());
    }

    /** Returns when it is. */
    private RedisConnections connected(String uri, Clock clock) {
        RedisConnections connections = open(uri, clock);
        awaitConnected(connections.redis("live"));
        return connections;
    }

    private RedisConnections open(String uri) {
        return open(uri, new SystemClock());
    }

    private RedisConnections open(String uri, Clock clock) {
        return new RedisConnections(List.of(new RedisConfig("live", uri)), metrics, clock);
    }

    private static Asked fetch(RedisConnections connections, Duration timeout) {
        return Asked.string(connections.redis("live"), "key", timeout);
    }

    private String exposition() {
        return new String(metrics.exposition(), UTF_8);
    }
}

package dev.freshet.source;

import static dev.freshet.source.Fetches.await;
import static dev.freshet.source.Fetches.fault;
import static dev.freshet.source.Fetches.reason;
import static dev.freshet.source.Fetches.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.freshet.config.RedisConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RedisServer;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
                Fault fault = fault(fetch(connections, LONG));
                assertThat(fault.reason()).isEqualTo(Reason.REDIS);
                awaitTrue(() -> fault(fetch(connections, LONG)).detail().contains("Connection refused"));
                redis.restart();
                redis.set("key", "{}".getBytes(UTF_8));
                awaitTrue(() -> await(fetch(connections, LONG)) instanceof Fetched.Fresh);
            }
        }
    }

    @Test
    void aKilledRedisIsUsedAgainOnceItIsBack() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = open(redis.uri())) {
            awaitConnected(connections.connection("live"));
            redis.kill();
            awaitTrue(() -> !connections.connection("live").connected());
            assertThat(reason(fetch(connections, LONG))).isEqualTo(Reason.REDIS);
            redis.restart();
            redis.set("key", "{}".getBytes(UTF_8));
            awaitTrue(() -> await(fetch(connections, LONG)) instanceof Fetched.Fresh);
        }
    }

    @Test
    void whatIsInFlightWhenRedisDiesFailsLongBeforeItsDeadline() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = open(redis.uri())) {
            awaitConnected(connections.connection("live"));
            redis.freeze();
            var inFlight = fetch(connections, LONG);
            redis.kill();
            assertThat(reason(inFlight)).isEqualTo(Reason.REDIS);
        }
    }

    @Test
    void anOutageIsLoggedOnceAndItsEndOnce() {
        try (RedisServer redis = RedisServer.start();
                LogOf log = new LogOf(RedisConnection.class);
                LogOf lettuce = new LogOf("io.lettuce");
                RedisConnections connections = open(redis.uri())) {
            awaitConnected(connections.connection("live"));
            redis.kill();
            awaitTrue(() -> fault(fetch(connections, LONG)).detail().contains("Connection refused"));
            redis.restart();
            awaitConnected(connections.connection("live"));
            assertThat(log.levels()).containsExactly(Level.INFO, Level.WARN, Level.INFO);
            assertThat(lettuce.messages(Level.WARN)).isEmpty();
        }
    }

    @Test
    void theMetricSaysWhetherItIsConnected() {
        try (RedisServer redis = RedisServer.start();
                RedisConnections connections = open(redis.uri())) {
            awaitConnected(connections.connection("live"));
            assertThat(exposition()).contains("freshet_redis_connected{redis=\"live\"} 1.0");
            redis.kill();
            awaitTrue(() -> exposition().contains("freshet_redis_connected{redis=\"live\"} 0.0"));
        }
    }

    @Test
    void theRightPasswordIsUsed() {
        try (RedisServer redis = RedisServer.start("--requirepass", PASSWORD);
                RedisConnections connections = open(redis.uri().replace("//", "//:" + PASSWORD + "@"))) {
            awaitConnected(connections.connection("live"));
            assertThat(reason(fetch(connections, LONG))).isEqualTo(Reason.MISSING);
        }
    }

    @Test
    void aWrongPasswordIsAClearFaultThatDoesNotTellIt() {
        try (RedisServer redis = RedisServer.start("--requirepass", "another");
                LogOf log = new LogOf("ROOT");
                RedisConnections connections = open(redis.uri().replace("//", "//:" + PASSWORD + "@"))) {
            awaitTrue(() -> fault(fetch(connections, LONG)).detail().contains("WRONGPASS"));
            assertThat(fault(fetch(connections, LONG)).reason()).isEqualTo(Reason.REDIS);
            assertThat(fault(fetch(connections, LONG)).detail()).doesNotContain(PASSWORD);
            assertThat(log.messages(Level.INFO)).isNotEmpty().noneMatch(each -> each.contains(PASSWORD));
        }
    }

    @Test
    void aMissingPasswordIsAClearFault() {
        try (RedisServer redis = RedisServer.start("--requirepass", "another");
                RedisConnections connections = open(redis.uri())) {
            awaitTrue(() -> fault(fetch(connections, LONG)).detail().contains("NOAUTH"));
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
                        List.of(new RedisConfig("up", up.uri()), new RedisConfig("down", down.uri())), metrics)) {
            awaitConnected(connections.connection("up"));
            awaitConnected(connections.connection("down"));
            down.kill();
            awaitTrue(() -> !connections.connection("down").connected());
            assertThat(connections.connection("up").connected()).isTrue();
        }
    }

    @Test
    void withoutAnyRedisThereAreNoThreads() {
        new RedisConnections(List.of(), metrics).close();
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
            RedisConnections connections = new RedisConnections(List.of(config), metrics, slow);
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
                RedisConnections connections = open(redis.uri());
                awaitConnected(connections.connection("live"));
                var asked = fetch(connections, LONG);
                connections.close();
                assertThat(reason(asked)).isIn(Reason.REDIS, Reason.MISSING); // answered or not, but ended
            }
        }
    }

    @Test
    void closingEndsItsThreadsAndWhatIsInFlight() {
        try (RedisServer redis = RedisServer.start()) {
            RedisConnections connections = open(redis.uri());
            awaitConnected(connections.connection("live"));
            redis.freeze();
            CompletableFuture<Fetched> inFlight;
            try {
                inFlight = fetch(connections, LONG);
                connections.close();
            } finally {
                redis.thaw();
            }
            assertThat(reason(inFlight)).isEqualTo(Reason.REDIS);
            assertThat(reason(fetch(connections, LONG))).isEqualTo(Reason.REDIS);
            awaitTrue(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(each -> each.getName().contains("lettuce")));
        }
    }

    static void awaitConnected(RedisConnection connection) {
        awaitTrue(connection::connected);
    }

    private static void awaitTrue(BooleanSupplier fact) {
        long begin = System.nanoTime();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(30)) {
                throw new AssertionError("did not become true");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static boolean awaitAtMost(CountDownLatch latch, Duration timeout) {
        try {
            return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RedisConnections open(String uri) {
        return new RedisConnections(List.of(new RedisConfig("live", uri)), metrics);
    }

    private static CompletableFuture<Fetched> fetch(RedisConnections connections, Duration timeout) {
        return new RedisSource(
                        new SourceConfig.FromRedis("live", "key"), "application/json", connections.connection("live"))
                .fetch(request(Validators.NONE, timeout));
    }

    private String exposition() {
        return new String(metrics.exposition(), UTF_8);
    }
}

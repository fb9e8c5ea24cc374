package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RedisServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories of three Freshets, one origin and the Redis they share. */
@Timeout(120)
class FleetStoryTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long INTERVAL_MILLIS = 100;

    private final RedisServer redis = RedisServer.start();
    private final CountingOrigin origin = new CountingOrigin();
    private final List<Freshet> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        nodes.forEach(Freshet::close);
        origin.close();
        redis.close();
    }

    @Test
    void oneOfThreeAsksForAllAndEveryNewNumberReachesAll() throws Exception {
        start();
        int before = origin.requests();
        long begun = System.nanoTime();
        try (GrowingNumbers numbers = watched()) {
            awaitNumbers(numbers, before + 15);
            int asked = origin.requests() - before;
            long intervals = Duration.ofNanos(System.nanoTime() - begun).toMillis() / INTERVAL_MILLIS;

            assertThat((long) asked).isLessThanOrEqualTo(intervals + 2);
            awaitTrue(() -> leaders() == 1);
            assertThat(metric(nodes, "freshet_shared_fetches_total{endpoint=\"/live.json\",outcome=\"taken\"}"))
                    .isGreaterThan(10);
            assertThat(numbers.complaints()).isEmpty();
        }
    }

    @Test
    void whenTheLeaderStopsAnotherGoesOn() throws Exception {
        start();
        try (GrowingNumbers numbers = watched()) {
            awaitNumbers(numbers, 5);
            Freshet leader = leader();
            nodes.remove(leader);
            leader.close();

            awaitNumbers(numbers, origin.requests() + 5);
            awaitTrue(() -> leaders() == 1);
            assertThat(numbers.complaints()).isEmpty();
        }
    }

    @Test
    @MayWarn("Redis is killed")
    void whileRedisIsGoneEveryNodeAsksForItselfAndAfterwardsOneAgain() throws Exception {
        start();
        try (GrowingNumbers numbers = watched()) {
            awaitNumbers(numbers, 5);
            redis.kill();
            awaitTrue(() -> alone(nodes.get(0)) > 3 && alone(nodes.get(1)) > 3 && alone(nodes.get(2)) > 3);
            awaitNumbers(numbers, origin.requests());

            redis.restart();
            awaitTrue(() -> leaders() == 1);
            double alone = metric(nodes, "freshet_shared_fetches_total{endpoint=\"/live.json\",outcome=\"alone\"}");
            awaitNumbers(numbers, origin.requests() + 10);
            assertThat(metric(nodes, "freshet_shared_fetches_total{endpoint=\"/live.json\",outcome=\"alone\"}"))
                    .isLessThan(alone + 6);
            assertThat(numbers.complaints()).isEmpty();
        }
    }

    @Test
    void aFlushTakesNoNodeBack() throws Exception {
        start();
        try (GrowingNumbers numbers = watched()) {
            for (int i = 0; i < 10; i++) {
                awaitNumbers(numbers, origin.requests() + 2);
                redis.command("FLUSHALL");
            }
            awaitNumbers(numbers, origin.requests() + 2);
            assertThat(numbers.complaints()).isEmpty();
        }
    }

    @Test
    void whatOneNodeConfirmsStaysYoungOnAll() throws Exception {
        origin.stand();
        start();
        long before =
                nodes.stream().mapToLong(each -> each.status().published()).sum();
        awaitTrue(() -> nodes.stream().allMatch(each -> each.status().unchanged() > 15));

        assertThat(nodes)
                .allSatisfy(each -> assertThat(answer(each).field("age")).isEqualTo("0"));
        assertThat(before).isEqualTo(3);
        assertThat(nodes.stream().mapToLong(each -> each.status().published()).sum())
                .isEqualTo(3);
    }

    @Test
    @MayWarn("the origin fails")
    void aFailingOriginIsAskedByOneAtATimeAndAllKeepTheLastGood() throws Exception {
        start();
        try (GrowingNumbers numbers = watched()) {
            awaitNumbers(numbers, 5);
            origin.fail(true);
            awaitTrue(() -> nodes.stream().allMatch(each -> each.status().failed() > 3));
            awaitTrue(() -> nodes.stream().allMatch(FleetStoryTest::hasLed));
            origin.fail(false);
            awaitNumbers(numbers, origin.requests() + 3);
            assertThat(numbers.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @MayWarn("connections are killed")
    void noNodeGoesBackWhateverBecomesOfLeasesAndConnections(long seed) throws Exception {
        Random random = new Random(seed);
        origin.delay(() -> ThreadLocalRandom.current().nextLong(2 * INTERVAL_MILLIS));
        start();
        try (GrowingNumbers numbers = watched()) {
            for (int i = 0; i < 30; i++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> redis.command("DEL", "freshet:share:{/live.json}:lease");
                    case 2 -> redis.command("FLUSHALL");
                    case 3 -> redis.command("CLIENT", "KILL", "TYPE", "normal");
                    default -> redis.command("CLIENT", "KILL", "TYPE", "pubsub");
                }
                int seen = numbers.of(address(nodes.get(random.nextInt(nodes.size()))));
                Freshet node = nodes.get(random.nextInt(nodes.size()));
                awaitTrue(() -> numbers.of(address(node)) > seen);
            }
            awaitNumbers(numbers, origin.requests() + 2);
            assertThat(numbers.complaints()).isEmpty();
        }
    }

    private void start() throws Exception {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%s" } }
                share: { redis: live }
                upstreams: { api: { servers: ["http://127.0.0.1:%d"] } }
                endpoints:
                  - path: /live.json
                    source: { upstream: api }
                    refresh: %dms
                    timeout: 5s
                    max-stale: 1h
                """.formatted(redis.uri(), origin.port(), INTERVAL_MILLIS);
        for (int i = 0; i < 3; i++) {
            nodes.add(Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock()));
        }
    }

    private GrowingNumbers watched() {
        return new GrowingNumbers(nodes.stream().map(FleetStoryTest::address).toList());
    }

    private void awaitNumbers(GrowingNumbers numbers, int least) {
        awaitTrue(() -> nodes.stream().allMatch(each -> numbers.of(address(each)) >= least));
    }

    private Freshet leader() {
        awaitTrue(() -> leaders() == 1);
        return nodes.stream()
                .filter(each -> metric(List.of(each), "freshet_share_leading{endpoint=\"/live.json\"}") == 1)
                .findFirst()
                .orElseThrow();
    }

    private int leaders() {
        return (int) metric(nodes, "freshet_share_leading{endpoint=\"/live.json\"}");
    }

    private static double alone(Freshet node) {
        return metric(List.of(node), "freshet_shared_fetches_total{endpoint=\"/live.json\",outcome=\"alone\"}");
    }

    private static boolean hasLed(Freshet node) {
        return metric(List.of(node), "freshet_shared_fetches_total{endpoint=\"/live.json\",outcome=\"led\"}") > 0;
    }

    /** The sum of it over {@code nodes}. */
    private static double metric(List<Freshet> nodes, String name) {
        return nodes.stream().mapToDouble(each -> metric(each, name)).sum();
    }

    private static double metric(Freshet node, String name) {
        try (RawClient client = new RawClient(node.adminAddress())) {
            return client.get("/metrics", "Connection: close")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        }
    }

    private static RawClient.Answer answer(Freshet node) {
        try (RawClient client = new RawClient(address(node))) {
            return client.get("/live.json");
        }
    }

    private static InetSocketAddress address(Freshet node) {
        return node.addresses().getFirst();
    }

    private static void awaitTrue(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}

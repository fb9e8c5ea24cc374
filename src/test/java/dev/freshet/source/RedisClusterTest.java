package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.freshet.observe.Fault;
import dev.freshet.testing.ClusterSet;
import dev.freshet.testing.LogOf;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and changes of a real Redis Cluster of three masters, from the configuration to the payload. */
@Timeout(180)
class RedisClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static ClusterSet cluster;

    @BeforeAll
    static void start(@TempDir Path folder) {
        cluster = ClusterSet.start(folder);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aDocumentIsReadOutOfEveryMasterAtOnce() {
        IntStream.range(0, 60).forEach(i -> cluster.command("SET", "many:" + i, String.valueOf(i)));
        String parts = IntStream.range(0, 60)
                .mapToObj(i -> "{ get: \"many:" + i + "\" }")
                .collect(Collectors.joining(", "));
        try (ToldOfChanges source = opened("compose: [" + parts + "]")) {
            source.awaitText(
                    IntStream.range(0, 60).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        }
    }

    @Test
    void aFaultOfOnePartIsTheFaultOfAll() {
        cluster.command("SET", "there", "1");
        try (ToldOfChanges source = connected("compose: [{ get: there }, { get: nowhere }, { list: nowhere2 }]")) {
            assertThat(source.fetched())
                    .isInstanceOfSatisfying(
                            Fetched.Failed.class,
                            failed -> assertThat(failed.fault().reason()).isEqualTo(Fault.Reason.MISSING));
        }
    }

    @Test
    void keysOfOneHashTagAreOneTransaction() {
        cluster.command("SET", "{tag}:a", "1");
        cluster.command("SET", "{tag}:b", "2");
        int owner = owner("{tag}");
        try (ToldOfChanges source = connected("compose: [{ get: \"{tag}:a\" }, { get: \"{tag}:b\" }]")) {
            source.awaitText("[1,2]");
            cluster.master(owner).command("CONFIG", "RESETSTAT");
            source.awaitText("[1,2]");
            assertThat(cluster.master(owner).text("INFO", "commandstats")).contains("cmdstat_exec:calls=1,");
        }
    }

    @Test
    void aSlotThatMovesIsReadThroughout() {
        cluster.command("SET", "{moving}:a", "1");
        cluster.command("SET", "{moving}:b", "2");
        int slot = cluster.slot("{moving}");
        int from = owner("{moving}");
        int to = (from + 1) % 3;
        try (ToldOfChanges both = connected("compose: [{ get: \"{moving}:a\" }, { get: \"{moving}:b\" }]");
                ToldOfChanges one = connected("get: \"{moving}:a\"")) {
            assertThat(both.text()).isEqualTo("[1,2]");
            cluster.beginMove(slot, from, to);
            assertThat(both.text()).isEqualTo("[1,2]");
            cluster.move("{moving}:a", from, to);
            assertThat(both.text()).as("one here, one there").isEqualTo("[1,2]");
            assertThat(one.text()).isEqualTo("1");
            cluster.move("{moving}:b", from, to);
            assertThat(both.text()).as("both there").isEqualTo("[1,2]");
            cluster.endMove(slot, from, to);
            assertThat(both.text()).as("moved").isEqualTo("[1,2]");
            assertThat(one.text()).isEqualTo("1");

            cluster.master(from).command("CONFIG", "RESETSTAT");
            assertThat(one.text()).isEqualTo("1");
            assertThat(cluster.master(from).text("INFO", "commandstats"))
                    .as("the old master is not asked again")
                    .doesNotContain("getrange");
        }
    }

    @Test
    @MayWarn("another node that is named is not there")
    void oneOfTheNodesThatAreNamedIsEnough() {
        cluster.command("SET", "found", "1");
        String uri = "redis://127.0.0.1:1,127.0.0.1:" + cluster.master(1).port();
        try (LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source = ToldOfChanges.opened("uri: \"" + uri + "\", cluster: true", "get: found")) {
            source.awaitText("1");
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 1.0");
            assertThat(log.messages(Level.INFO)).anyMatch(each -> each.equals("redis live has 3 masters"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ by: keyspace, min: 1ms }", "{ by: tracking, min: 1ms }", "{ pubsub: news, min: 1ms }"})
    void changesAreHeardWhicheverMasterTheyHappenAt(String onChange) {
        String parts = IntStream.range(0, 10)
                .mapToObj(i -> "{ get: \"told:" + i + "\", default: 0 }")
                .collect(Collectors.joining(", "));
        try (ToldOfChanges source = opened("compose: [" + parts + "], on-change: " + onChange)) {
            source.listening();
            for (int i = 0; i < 10; i++) {
                settle(source);
                int before = source.told();
                cluster.command("SET", "told:" + i, "1");
                cluster.master(i % 3).command("PUBLISH", "news", "");
                source.awaitMore(before);
            }
        }
    }

    @Test
    @MayWarn("it is no cluster")
    void aServerThatIsNoClusterIsSaid() {
        try (RedisServer single = RedisServer.start();
                LogOf log = new LogOf("dev.freshet.source.redis");
                ToldOfChanges source = ToldOfChanges.opened("uri: \"" + single.uri() + "\", cluster: true", "get: a")) {
            boolean said = Patience.until(() -> !log.messages(Level.WARN).isEmpty(), SOON);
            assertThat(said).isTrue();
            assertThat(log.messages(Level.WARN))
                    .containsExactly(
                            "redis live: its masters are not told: CLUSTER SLOTS: ERR This instance has cluster support disabled; asking on");
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 0.0");
        }
    }

    @Test
    @MayWarn("a master is killed")
    void whenAReplicaHasTakenOverEverybodyIsToldOnChangeOrNot(@TempDir Path folder) {
        try (ClusterSet mortal = ClusterSet.startWithReplica(folder);
                ToldOfChanges source = ToldOfChanges.opened("uri: \"" + mortal.uri() + "\", cluster: true", "get: a")) {
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 1.0");
            mortal.master(0).kill();
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 0.0");
            assertThat(source.told()).isZero();
            source.awaitMore(0);
            source.awaitMetric("freshet_redis_connected{redis=\"live\"} 1.0");
        }
    }

    /** Until nothing more is told of what was missed before the subscriptions held. */
    private static void settle(ToldOfChanges source) {
        int[] last = {-1};
        Patience.until(
                () -> {
                    boolean same = last[0] == source.told();
                    last[0] = source.told();
                    return same;
                },
                SOON);
    }

    private static int owner(String key) {
        int slot = cluster.slot(key);
        for (int i = 0; i < 3; i++) {
            String answer;
            try {
                answer = cluster.master(i).command("EXISTS", key);
            } catch (IllegalStateException _) {
                continue; // MOVED
            }
            assertThat(answer).startsWith(":");
            return i;
        }
        throw new AssertionError("nobody serves slot " + slot);
    }

    private static ToldOfChanges opened(String read) {
        return ToldOfChanges.opened("uri: \"" + cluster.uri() + "\", cluster: true", read);
    }

    private static ToldOfChanges connected(String read) {
        ToldOfChanges source = opened(read);
        source.awaitMetric("freshet_redis_connected{redis=\"live\"} 1.0");
        return source;
    }
}

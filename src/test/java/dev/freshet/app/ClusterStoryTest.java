package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.ClusterSet;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis Cluster loses a master while clients ask. */
@Timeout(180)
class ClusterStoryTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Keys of the first, the second and the third master. */
    private static final String FIRST = "b";

    private static final String SECOND = "c";
    private static final String THIRD = "a";

    @TempDir
    Path folder;

    @Test
    @MayWarn("a master is killed")
    void theKeysOfAKilledMasterKeepTheLastGoodOrFallBackAndTheOthersGoOn() throws Exception {
        try (ClusterSet redis = ClusterSet.start(folder)) {
            set(redis);
            try (Freshet freshet = start(redis.uri());
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "/first", "1")).isTrue();
                assertThat(served(client, "/second", "1")).isTrue();
                assertThat(served(client, "/all", "[1,1,1]")).isTrue();

                redis.master(0).kill();
                assertThat(served(client, "/fallback", "0")).isTrue();
                redis.master(1).command("SET", SECOND, "2");
                assertThat(served(client, "/second", "2")).isTrue();
                assertThat(client.get("/first").text()).isEqualTo("1");
                assertThat(client.get("/all").text()).isEqualTo("[1,1,1]");

                redis.master(0).restart();
                assertThat(set(redis, FIRST, "3")).isTrue();
                assertThat(served(client, "/first", "3")).isTrue();
                assertThat(served(client, "/fallback", "3")).isTrue();
                assertThat(served(client, "/all", "[3,2,1]")).isTrue();
            }
        }
    }

    @Test
    @MayWarn("a master is killed")
    void aReplicaThatTakesOverIsFoundAndWhatItHoldsIsServed() throws Exception {
        try (ClusterSet redis = ClusterSet.startWithReplica(folder)) {
            set(redis);
            redis.master(0).command("WAIT", "1", "5000");
            try (Freshet freshet = start(redis.uri());
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "/first", "1")).isTrue();
                assertThat(served(client, "/told", "1")).isTrue();

                redis.master(0).kill();
                boolean takenOver = Patience.until(
                        () -> {
                            assertThat(client.get("/first").text()).isEqualTo("1");
                            assertThat(client.get("/told").text()).isEqualTo("1");
                            return redis.replica().text("INFO", "replication").contains("role:master");
                        },
                        SOON);
                assertThat(takenOver).isTrue();

                redis.replica().command("SET", FIRST, "2");
                assertThat(served(client, "/first", "2")).isTrue();
                assertThat(served(client, "/told", "2")).isTrue();
                redis.replica().command("SET", FIRST, "3");
                assertThat(served(client, "/told", "3")).isTrue();
            }
        }
    }

    private static void set(ClusterSet redis) {
        redis.master(0).command("SET", FIRST, "1");
        redis.master(1).command("SET", SECOND, "1");
        redis.master(2).command("SET", THIRD, "1");
    }

    /** As soon as the master says that the cluster is well. */
    private static boolean set(ClusterSet redis, String key, String value) {
        return Patience.until(
                () -> {
                    try {
                        redis.command("SET", key, value);
                        return true;
                    } catch (IllegalStateException _) {
                        return false; // CLUSTERDOWN
                    }
                },
                SOON);
    }

    private static boolean served(RawClient client, String path, String value) {
        return Patience.until(() -> client.get(path).text().equals(value), SOON);
    }

    private Freshet start(String uri) throws Exception {
        Path file = Files.writeString(folder.resolve("fallback.json"), "0");
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%1$s", cluster: true } }
                endpoints:
                  - { path: /first, source: { redis: live, get: %2$s }, refresh: 100ms, max-stale: 2h }
                  - { path: /second, source: { redis: live, get: %3$s }, refresh: 100ms, max-stale: 2h }
                  - { path: /told, source: { redis: live, get: %2$s, on-change: tracking }, refresh: 1h, max-stale: 2h }
                  - { path: /fallback, source: { redis: live, get: %2$s }, fallback: { file: "%5$s" }, refresh: 100ms }
                  - path: /all
                    source: { redis: live, compose: [{ get: %2$s }, { get: %3$s }, { get: %4$s }] }
                    refresh: 100ms
                    max-stale: 2h
                """.formatted(uri, FIRST, SECOND, THIRD, file.toAbsolutePath());
        return Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock());
    }
}

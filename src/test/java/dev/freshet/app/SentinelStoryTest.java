package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.LogOf;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.SentinelSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Sentinel set loses its master while clients ask. */
@Timeout(180)
class SentinelStoryTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    @MayWarn("the master is killed")
    void theLastGoodIsServedThroughoutAFailoverAndWhatTheNewMasterHoldsAfterIt() throws Exception {
        outlives(SentinelSet::killMaster);
    }

    @Test
    @MayWarn("the old master is left")
    void aMasterThatIsReplacedWhileItIsWellIsLeft() throws Exception {
        try (LogOf log = new LogOf("dev.freshet.source.redis")) {
            outlives(SentinelSet::switchOver);
            assertThat(log.messages(Level.WARN))
                    .as("left before Sentinel has made it a replica")
                    .anyMatch(each -> each.startsWith("redis live is not connected: Sentinel names another master"));
        }
    }

    private void outlives(Consumer<SentinelSet> change) throws Exception {
        try (SentinelSet redis = SentinelSet.start(folder)) {
            redis.firstMaster().command("SET", "scores", "1");
            redis.firstMaster().command("WAIT", "1", "5000");
            try (Freshet freshet = start(redis.uri());
                    RawClient client = new RawClient(freshet.addresses().getFirst())) {
                assertThat(served(client, "/timed", "1")).isTrue();
                assertThat(served(client, "/told", "1")).isTrue();

                change.accept(redis);
                boolean switched = Patience.until(() -> servesTheLastGood(client) && redis.switchedOver(), SOON);
                assertThat(switched).isTrue();

                redis.replica().command("SET", "scores", "2");
                assertThat(served(client, "/timed", "2")).isTrue();
                assertThat(served(client, "/told", "2")).isTrue();
                redis.replica().command("SET", "scores", "3");
                assertThat(served(client, "/told", "3")).isTrue();
                assertThat(served(client, "/timed", "3")).isTrue();
            }
        }
    }

    private static boolean servesTheLastGood(RawClient client) {
        assertThat(client.get("/timed").text()).isEqualTo("1");
        assertThat(client.get("/told").text()).isEqualTo("1");
        return true;
    }

    private static boolean served(RawClient client, String path, String value) {
        return Patience.until(() -> client.get(path).text().equals(value), SOON);
    }

    /** One endpoint on its interval, and one that is told of changes and has an interval that never comes. */
    private static Freshet start(String uri) throws Exception {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%s" } }
                endpoints:
                  - { path: /timed, source: { redis: live, get: scores }, refresh: 100ms, max-stale: 2h }
                  - { path: /told, source: { redis: live, get: scores, on-change: tracking }, refresh: 1h, max-stale: 2h }
                """.formatted(uri);
        return Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock());
    }
}

package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many resources of a template out of a real Redis, and a client that tries ids. By {@code -Dfreshet.resources} and
 * {@code -Dfreshet.scan} in other numbers than a build has time for.
 */
@Timeout(300)
class TemplateScanTest {
    private static final int RESOURCES = Integer.getInteger("freshet.resources", 100);
    private static final int SCANNED = Integer.getInteger("freshet.scan", 1000);
    private static final int FIRST_FETCHES = 200;

    @Test
    void aScanCostsTheSourceWhatFirstFetchesAllowsAndNobodyElseNotices() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            for (int id = 0; id < RESOURCES; id++) {
                redis.command("SET", "match:" + id, "{\"id\":" + id + "}");
            }
            try (Freshet freshet = start(redis);
                    RawClient client = new RawClient(freshet.addresses().getFirst());
                    RawClient scanner = new RawClient(freshet.addresses().getFirst())) {
                takeIn(client);
                long commandsBefore = commands(redis);
                long began = System.nanoTime();
                List<String> hits = scan(scanner, client);
                double seconds = (System.nanoTime() - began) / 1e9;
                double processed = commands(redis) - commandsBefore;

                assertThat(processed)
                        .as("commands in %s s", seconds)
                        .isBetween(FIRST_FETCHES / 2.0, (RESOURCES + FIRST_FETCHES) * (seconds + 1) * 1.1);
                assertThat(hits).allMatch(each -> each.startsWith("freshet; hit; ttl="));
                assertThat(freshet.status().resources()).isEqualTo(RESOURCES);
                long oldest = (long) freshet.status().oldestAgeSeconds();
                assertThat(oldest).isLessThanOrEqualTo(5);
            }
        }
    }

    private static void takeIn(RawClient client) {
        long beganNanos = System.nanoTime();
        for (int id = 0; id < RESOURCES; id++) {
            while (client.get("/matches/" + id + ".json").status() != 200) {
                assertThat(System.nanoTime() - beganNanos)
                        .isLessThan(Duration.ofMinutes(1).toNanos());
            }
        }
    }

    /** Beside each hundredth unknown id a resource is asked for; what its Cache-Status says. */
    private static List<String> scan(RawClient scanner, RawClient client) {
        List<String> hits = new ArrayList<>();
        for (int i = 0; i < SCANNED; i++) {
            assertThat(scanner.get("/matches/" + (1_000_000 + i) + ".json").status())
                    .isIn(404, 503);
            if (i % 100 == 0) {
                hits.add(client.get("/matches/" + i / 100 % RESOURCES + ".json").field("cache-status"));
            }
        }
        return hits;
    }

    /** Processed so far. */
    private static long commands(RedisServer redis) {
        String start = "total_commands_processed:";
        return redis.text("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
                .sum();
    }

    private static Freshet start(RedisServer redis) throws Exception {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%s" } }
                endpoints:
                  - path: /matches/{id}.json
                    variables: { id: "[0-9]{1,9}" }
                    source: { redis: live, get: "match:{id}" }
                    timeout: 20s
                    max-resources: %d
                    first-fetches: %d/s
                """.formatted(redis.uri(), RESOURCES, FIRST_FETCHES);
        return Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock());
    }
}

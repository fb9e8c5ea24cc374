package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of processes, of which the one that leads is killed. */
@Timeout(180)
final class KilledLeaderTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LEADS = "/live.json is fetched by this node now";

    @TempDir
    private Path directory;

    @Test
    void noNodeServesAnErrorOrAnythingOlderWhenTheLeaderIsKilled() throws Exception {
        List<ChildServer> nodes = new ArrayList<>();
        try (RedisServer redis = RedisServer.start();
                CountingOrigin origin = new CountingOrigin()) {
            for (int i = 0; i < 3; i++) {
                nodes.add(start("node" + i, redis, origin));
            }
            try (GrowingNumbers numbers = new GrowingNumbers(addresses(nodes))) {
                await(() -> addresses(nodes).stream().allMatch(each -> numbers.of(each) > 3));
                ChildServer leader = nodes.removeFirst();
                assertThat(leader.log()).contains(LEADS);
                leader.kill();
                int last = origin.requests();

                await(() -> addresses(nodes).stream().allMatch(each -> numbers.of(each) > last + 3));
                assertThat(numbers.complaints()).isEmpty();
                assertThat(nodes.stream().filter(each -> each.log().contains(LEADS)))
                        .isNotEmpty();
            }
        } finally {
            nodes.forEach(ChildServer::close);
        }
    }

    private ChildServer start(String name, RedisServer redis, CountingOrigin origin) throws IOException {
        return ChildServer.start(
                Files.createDirectory(directory.resolve(name)), """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%s" } }
                share: { redis: live }
                upstreams: { api: { servers: ["http://127.0.0.1:%d"] } }
                endpoints: [{ path: /live.json, source: { upstream: api }, refresh: 500ms, timeout: 5s }]
                """.formatted(redis.uri(), origin.port()));
    }

    private static List<InetSocketAddress> addresses(List<ChildServer> nodes) {
        return nodes.stream()
                .map(each -> new InetSocketAddress("127.0.0.1", each.port()))
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}

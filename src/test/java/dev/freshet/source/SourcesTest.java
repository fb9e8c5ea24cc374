package dev.freshet.source;

import static dev.freshet.source.Fetches.fresh;
import static dev.freshet.source.Fetches.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.EndpointConfig;
import dev.freshet.config.GateConfig;
import dev.freshet.config.RedisConfig;
import dev.freshet.config.RefreshConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.source.redis.RedisConnections;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.StandardEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MayWarn("a Redis is down and a source fails")
class SourcesTest {
    @TempDir
    Path folder;

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final RedisConnections redis = new RedisConnections(
            List.of(new RedisConfig("live", "redis://127.0.0.1:1")), new Metrics(), new SystemClock());
    private final Sources sources = new Sources(
            Map.of("api", upstream), redis, Runnable::run, upstream.loop(), new SystemClock(), Sharing.none());

    @AfterEach
    void close() {
        redis.close();
        upstream.close();
    }

    @Test
    void anUpstreamIsAskedByItsName() {
        Source source = sources.sourceFor(endpoint(new SourceConfig.FromUpstream("api", "/live.json"), null));
        assertThat(source.description()).isEqualTo("upstream api /live.json");
        var _ = source.fetch(request(Validators.NONE));
        assertThat(upstream.asked().target()).isEqualTo("/live.json");
    }

    @Test
    void aRedisIsAskedByItsName() {
        Source source = sources.sourceFor(endpoint(SourceConfig.FromRedis.get("live", "scores"), null));
        assertThat(source.description()).isEqualTo("redis live scores");
    }

    @Test
    void aFileHasTheEndpointsMediaType() throws IOException {
        Path file = Files.write(folder.resolve("about.txt"), "hello".getBytes(UTF_8));
        Source source = sources.sourceFor(endpoint(new SourceConfig.FromFile(file), null));
        assertThat(fresh(source.fetch(request(Validators.NONE))).payload().mediaType())
                .isEqualTo("text/plain");
    }

    @Test
    void aFallbackStandsBehindTheSource() throws IOException {
        Path file = Files.write(folder.resolve("about.txt"), "hello".getBytes(UTF_8));
        Source source = sources.sourceFor(
                endpoint(new SourceConfig.FromUpstream("api", "/live.json"), new SourceConfig.FromFile(file)));
        var fetched = source.fetch(request(Validators.NONE));
        upstream.head(500, 0).end();
        assertThat(fresh(fetched).payload().bytes()).isEqualTo("hello".getBytes(UTF_8));
    }

    @Test
    void aFleetSharesWhatIsFetchedAndNotWhatEveryNodeReadsInRedis() {
        SourceConfig fetched = new SourceConfig.FromUpstream("api", "/live.json");
        SourceConfig file = new SourceConfig.FromFile(folder.resolve("a.json"));
        SourceConfig read = SourceConfig.FromRedis.get("live", "scores");

        assertThat(shared(endpoint(fetched, null))).containsExactly("upstream api /live.json");
        assertThat(shared(endpoint(file, fetched)))
                .containsExactly("file " + folder.resolve("a.json") + ", else upstream api /live.json");
        assertThat(shared(endpoint(fetched, read))).containsExactly("upstream api /live.json, else redis live scores");
        assertThat(shared(endpoint(read, fetched))).containsExactly("upstream api /live.json");
        assertThat(shared(endpoint(read, null))).isEmpty();
    }

    @Test
    void theMembersOfAGroupAreNotShared() {
        RefreshConfig grouped =
                new RefreshConfig(Duration.ofSeconds(1), Duration.ofSeconds(1), false, Duration.ofSeconds(1), "g");
        assertThat(shared(endpoint(new SourceConfig.FromUpstream("api", "/live.json"), null, grouped)))
                .isEmpty();
    }

    /** What of the endpoint's source is shared. */
    private List<String> shared(EndpointConfig endpoint) {
        List<String> shared = new ArrayList<>();
        Sharing sharing = (source, _) -> {
            shared.add(source.description());
            return source;
        };
        var _ = new Sources(Map.of("api", upstream), redis, Runnable::run, upstream.loop(), new SystemClock(), sharing)
                .sourceFor(endpoint);
        return shared;
    }

    private static EndpointConfig endpoint(SourceConfig source, @Nullable SourceConfig fallback) {
        return endpoint(source, fallback, RefreshConfig.every(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    private static EndpointConfig endpoint(
            SourceConfig source, @Nullable SourceConfig fallback, RefreshConfig refresh) {
        return StandardEndpoint.of(
                "/live.json",
                null,
                source,
                fallback,
                refresh,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                "text/plain",
                EndpointConfig.Query.EXACT,
                null,
                null,
                new GateConfig(1 << 20));
    }
}

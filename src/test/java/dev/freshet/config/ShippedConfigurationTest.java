package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.EndpointConfig.Query;
import dev.freshet.config.RedisPart.As;
import dev.freshet.config.RedisPart.Embedding;
import dev.freshet.config.RedisRead.Range;
import dev.freshet.testing.StandardEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files under {@code conf} say what they seem to say. */
class ShippedConfigurationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void fill() throws Exception {
        file = ConfigurationFolder.in(root).conf();
    }

    @Test
    void theShortExampleHasTwoListenersTwoEndpointsAndAPass() throws Exception {
        Configuration read = ConfigurationReader.read(ConfigurationFolder.shipped("freshet.yaml"), file);

        assertThat(read.listeners())
                .map(listener -> listener.address().toString())
                .containsExactly("0.0.0.0:8443", "0.0.0.0:8080");
        assertThat(read.listeners().getFirst().protocols()).containsExactly(Protocol.HTTP_2, Protocol.HTTP_1_1);
        assertThat(read.listeners().getLast().protocols()).containsExactly(Protocol.HTTP_1_1);
        assertThat(read.endpoints()).map(EndpointConfig::label).containsExactly("/live.json", "/scores.json");
        assertThat(read.endpoints())
                .allSatisfy(endpoint -> assertThat(endpoint.cors()).isEqualTo(new CorsConfig(List.of())));
        assertThat(read.pass()).isEqualTo(new PassConfig("api"));
    }

    @Test
    void theCompleteExampleBecomesTheseRecords() throws Exception {
        Configuration read = ConfigurationReader.read(ConfigurationFolder.shipped("complete.yaml"), file);

        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> one.pattern().equals(other.pattern()), Pattern.class)
                .isEqualTo(new Configuration(
                        file,
                        listeners(),
                        new AdminConfig(new Address("127.0.0.1", 9900), Map.of("ci", ConfigurationFolder.TOKEN_DIGEST)),
                        upstreams(),
                        Map.of("live", new RedisConfig("live", "redis://127.0.0.1:6379/0")),
                        List.of(live(), scores(), match(), matches(), page(), results(), alerts(), about()),
                        new PassConfig(List.of(
                                new PassConfig.Rule(
                                        "www.example.org",
                                        "/archive",
                                        Set.of("GET"),
                                        "archive",
                                        new AutoHotConfig(new Rate(20, SECOND), SECOND, 1000)),
                                new PassConfig.Rule(null, null, Set.of(), "api"))),
                        new CacheConfig(256L << 20, 1 << 20, Duration.ofSeconds(60), true),
                        limits(),
                        beside("../state"),
                        new ShareConfig("live", "freshet"),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10)));
    }

    private static LimitsConfig limits() {
        return new LimitsConfig(
                10_000,
                32 << 10,
                Duration.ofSeconds(75),
                Duration.ofSeconds(10),
                128,
                new LimitsConfig.Body(1 << 30, 512),
                Duration.ofMinutes(10));
    }

    private List<ListenerConfig> listeners() {
        TlsConfig.Certificate certificate = new TlsConfig.Certificate(
                beside("../certs/localhost.crt"), beside("../certs/localhost.key"), "listeners[0].tls.certificates[0]");
        return List.of(
                new ListenerConfig(
                        new Address("0.0.0.0", 8443),
                        List.of(Protocol.HTTP_2, Protocol.HTTP_1_1),
                        new TlsConfig(List.of(certificate))),
                new ListenerConfig(new Address("::1", 8080), List.of(Protocol.HTTP_1_1), null));
    }

    private Map<String, UpstreamConfig> upstreams() {
        var timeouts = new UpstreamConfig.Timeouts(SECOND, Duration.ofSeconds(10), MINUTE);
        List<URI> api = List.of(URI.create("http://127.0.0.1:9000"), URI.create("http://127.0.0.1:9001"));
        List<URI> archive = List.of(URI.create("https://archive.example.org"));
        return Map.of(
                "api", new UpstreamConfig("api", api, 10_000, 256, timeouts, null, resilience(), 64, 1024),
                "archive", new UpstreamConfig("archive", archive, 10_000, timeouts, beside("../certs/ca.crt")));
    }

    private static UpstreamConfig.Resilience resilience() {
        return new UpstreamConfig.Resilience(
                UpstreamConfig.Balance.LEAST_REQUESTS,
                1024,
                20,
                new UpstreamConfig.Ejection(3, false, SECOND, MINUTE),
                new UpstreamConfig.Health("/health", Duration.ofSeconds(5), SECOND, 2, 3));
    }

    private EndpointConfig live() {
        return StandardEndpoint.of(
                "/live.json",
                null,
                new SourceConfig.FromUpstream("api", "/live.json"),
                null,
                RefreshConfig.every(SECOND, Duration.ofSeconds(5)),
                MINUTE,
                SECOND,
                "application/json",
                Query.EXACT,
                new CorsConfig(List.of()),
                "public, max-age=1, stale-if-error=60",
                new GateConfig(
                        4 << 20,
                        2,
                        List.of("/results/0/votes", "/updated"),
                        "/updated",
                        50,
                        beside("results.schema.json")));
    }

    private static EndpointConfig scores() {
        return StandardEndpoint.of(
                "/scores.json",
                "api.example.org",
                SourceConfig.FromRedis.get("live", "scores:live"),
                new SourceConfig.FromUpstream("archive", "/scores.json?day=today"),
                new RefreshConfig(Duration.ofMillis(500), Duration.ofMillis(500), true, Duration.ofMillis(500), null),
                MINUTE,
                SECOND,
                "application/json",
                Query.EXACT,
                new CorsConfig(List.of("https://www.example.org", "https://app.example.org:8443")),
                null,
                new GateConfig(16 << 20));
    }

    private static EndpointConfig match() {
        Map<String, As> as = Map.of("goals", As.NUMBER, "stadium", As.STRING);
        RedisPart content = new RedisPart.Leaf(new RedisRead.Hash("match:live"), new Embedding(As.AUTO, as), "{}");
        OnChange onChange = new OnChange.Tracking(Duration.ofMillis(100));
        return fromRedis(
                "/match.json",
                "application/json",
                new SourceConfig.FromRedis("live", content, "match:live:version", null, onChange));
    }

    private static EndpointConfig page() {
        RedisPart content = leaf(new RedisRead.Text("page"));
        OnChange onChange = new OnChange.Message("pages:*", Duration.ofMillis(50));
        return fromRedis(
                "/page.html", "text/html", new SourceConfig.FromRedis("live", content, null, "page:type", onChange));
    }

    private static EndpointConfig results() {
        Map<String, RedisPart> fields = new LinkedHashMap<>();
        fields.put("title", new RedisPart.Constant("\"Results\""));
        fields.put("final", new RedisPart.Constant("false"));
        Embedding number = new Embedding(As.NUMBER, Map.of());
        fields.put("turnout", new RedisPart.Leaf(new RedisRead.Text("turnout"), number, null));
        fields.put("top", leaf(new RedisRead.Ranking("votes", new Range(0, 9), true, true)));
        fields.put("ticker", leaf(new RedisRead.Entries("ticker", 20)));
        RedisPart counted = new RedisPart.Leaf(new RedisRead.Members("counted"), Embedding.AUTO, "[]");
        RedisPart districts = leaf(new RedisRead.Sequence("districts", Range.ALL, false));
        fields.put("districts", new RedisPart.Elements(List.of(districts, counted)));
        fields.put("map", leaf(new RedisRead.Document("geography", ".regions")));
        fields.put("labels", new RedisPart.Constant("{\"get\":\"Download\"}"));
        return fromRedis(
                "/results.json",
                "application/json",
                new SourceConfig.FromRedis("live", new RedisPart.Fields(fields), null, null, null));
    }

    private static RedisPart leaf(RedisRead read) {
        return new RedisPart.Leaf(read, Embedding.AUTO, null);
    }

    private static EndpointConfig fromRedis(String path, String mediaType, SourceConfig.FromRedis source) {
        return StandardEndpoint.of(
                path,
                null,
                source,
                null,
                RefreshConfig.every(SECOND, SECOND),
                MINUTE,
                SECOND,
                mediaType,
                Query.EXACT,
                new CorsConfig(List.of()),
                null,
                new GateConfig(16 << 20));
    }

    private static EndpointConfig alerts() {
        return new EndpointConfig(
                "/alerts.json",
                null,
                new SourceConfig.FromPush(),
                null,
                RefreshConfig.every(SECOND, SECOND),
                Duration.ofHours(12),
                SECOND,
                "application/json",
                Query.EXACT,
                new CorsConfig(List.of()),
                null,
                new GateConfig(16 << 20),
                10,
                null);
    }

    private static EndpointConfig matches() {
        String path = "/matches/{id}.json";
        return new EndpointConfig(
                path,
                null,
                SourceConfig.FromRedis.get("live", "match:{id}"),
                new SourceConfig.FromUpstream("api", path),
                RefreshConfig.every(SECOND, SECOND),
                MINUTE,
                SECOND,
                "application/json",
                Query.EXACT,
                new CorsConfig(List.of()),
                null,
                new GateConfig(16 << 20),
                EndpointConfig.STANDARD_VERSIONS,
                new TemplateConfig(
                        PathTemplate.of(path, Map.of("id", Pattern.compile("[0-9]{1,9}"))),
                        1000,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        new Rate(100, SECOND)));
    }

    private EndpointConfig about() {
        return StandardEndpoint.of(
                "/about.json",
                null,
                new SourceConfig.FromFile(beside("about.json")),
                null,
                new RefreshConfig(MINUTE, Duration.ofMinutes(5), false, SECOND, "pages"),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                "application/json",
                Query.IGNORE,
                null,
                null,
                new GateConfig(16 << 20));
    }

    private Path beside(String name) {
        return file.resolveSibling(name);
    }
}

package dev.freshet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cache.Coding;
import dev.freshet.cache.PurgeScope;
import dev.freshet.cache.Representation;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.cache.StoredKey;
import dev.freshet.cache.Version;
import dev.freshet.config.Address;
import dev.freshet.config.AdminConfig;
import dev.freshet.config.EndpointConfig;
import dev.freshet.config.GateConfig;
import dev.freshet.config.RefreshConfig;
import dev.freshet.config.SourceConfig;
import dev.freshet.decide.Endpoint;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.StandardEndpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the admin listener, and its start and stop, over real sockets. Confined to the test's thread. */
final class AdminServerTest {
    private static final Address ANY_PORT = new Address("127.0.0.1", 0);

    private final SettableClock clock = new SettableClock();
    private final SnapshotCache cache = new SnapshotCache(1 << 20, Runnable::run);
    private final Metrics metrics = new Metrics();
    private final List<String> purges = new CopyOnWriteArrayList<>();
    private final Readiness readiness = new Readiness(
            List.of(endpoint(0, null, "/live.json"), endpoint(1, "api.example.org", "/scores.json")), cache, clock);
    private final AdminServer server =
            new AdminServer(new AdminConfig(ANY_PORT), readiness, metrics, this::purge, new NoResources(), clock);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private InetSocketAddress at;

    @BeforeEach
    void start() throws BindException {
        at = server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    void aPurgeIsPerformedAsTheQuerySays() throws Exception {
        assertThat(post("/purge?url=HTTPS://H.example:443/a%3Fb=1").body())
                .isEqualTo("{\"responses\":2,\"resources\":1}");
        assertThat(post("/purge?prefix=http://h.example&mode=soft").statusCode())
                .isEqualTo(200);
        assertThat(post("/purge?tag=news").statusCode()).isEqualTo(200);
        assertThat(post("/purge?url=http://h.example/p%3Fq=%7Bx%7D%7Ca%5E100%25")
                        .statusCode())
                .isEqualTo(200);

        assertThat(purges)
                .containsExactly(
                        new PurgeScope.Url(new StoredKey("https", "h.example", "/a?b=1")) + " hard",
                        new PurgeScope.Prefix(new StoredKey("http", "h.example", "/")) + " soft",
                        new PurgeScope.Tag("news") + " hard",
                        new PurgeScope.Url(new StoredKey("http", "h.example", "/p?q={x}|a^100%")) + " hard");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/purge",
                "/purge?url=/a",
                "/purge?url=ftp://h/a",
                "/purge?prefix=http://u:p@h/",
                "/purge?url=http://h/a%20b",
                "/purge?tag=a&mode=soft&mode=hard",
                "/purge?tag=",
                "/purge?tag=a%0ab",
                "/purge?tag=a&url=http://h/",
                "/purge?tag=a&mode=hot",
                "/purge?tag=a,b"
            })
    void aPurgeThatDoesNotSayWhatIsRefused(String target) throws Exception {
        assertThat(post(target).statusCode()).isEqualTo(400);
        assertThat(purges).isEmpty();
    }

    @Test
    void aPurgeIsAPostAndNotFromAWebPage() throws Exception {
        assertThat(get("/purge?tag=a").statusCode()).isEqualTo(405);
        HttpRequest fromPage = HttpRequest.newBuilder(uri("/purge?tag=a"))
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(fromPage, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(purges).isEmpty();
    }

    private AdminServer server(Address address) {
        return new AdminServer(new AdminConfig(address), readiness, metrics, this::purge, new NoResources(), clock);
    }

    private Purging.Purged purge(PurgeScope scope, boolean soft) {
        purges.add(scope + (soft ? " soft" : " hard"));
        return new Purging.Purged(2, 1);
    }

    private HttpResponse<String> post(String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(target))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String target) {
        return URI.create("http://127.0.0.1:" + at.getPort() + target);
    }

    @Test
    void itIsLiveWhileItRuns() throws Exception {
        HttpResponse<String> response = get("/health/live");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("live\n");
    }

    @Test
    void itIsLiveWhileItDrains() throws Exception {
        readiness.drain();

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void everyResponseHasItsLengthADateAndIsNotStored() throws Exception {
        HttpResponse<String> response = get("/health/live");

        assertThat(response.headers().firstValue("Content-Length")).hasValue("5");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.headers().firstValue("Date")).hasValue("Sun, 01 Mar 2026 12:00:05 GMT");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void itIsReadyWhenEveryEndpointHasASnapshotThatIsYoungEnough() throws Exception {
        publishEverything();
        clock.pass(Duration.ofSeconds(60));

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ready\n");
    }

    @Test
    void itIsNotReadyWhileAnEndpointHasNoSnapshot() throws Exception {
        publish(null, "/live.json");

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                        + "\"detail\":\"1 of 2 exact endpoints have no snapshot younger than their max-stale.\","
                        + "\"draining\":false,\"endpoints\":[{\"endpoint\":\"api.example.org/scores.json\","
                        + "\"ageMillis\":null,\"maxStaleMillis\":60000}]}");
    }

    @Test
    void itIsNotReadyWhenASnapshotIsOlderThanItsMaxStale() throws Exception {
        publishEverything();
        clock.pass(Duration.ofSeconds(10));
        publish("api.example.org", "/scores.json");
        clock.pass(Duration.ofMillis(50_001));

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .contains("\"endpoints\":[{\"endpoint\":\"/live.json\",\"ageMillis\":60001,\"maxStaleMillis\":60000}]");
    }

    @Test
    void itIsNotReadyWhileItDrains() throws Exception {
        publishEverything();
        readiness.drain();

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .contains("\"detail\":\"The server is draining.\",\"draining\":true,\"endpoints\":[]");
    }

    @Test
    void metricsAreInTheTextFormat() throws Exception {
        metrics.counter(Metric.HANDSHAKES, "full").inc(4);

        HttpResponse<String> response = get("/metrics");

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body().lines()).contains("freshet_tls_handshakes_total{result=\"full\"} 4.0");
    }

    @Test
    void theIndexListsThePages() throws Exception {
        assertThat(get("/").body().lines().map(line -> line.split(" ")[0]))
                .containsExactly(
                        "/health/live",
                        "/health/ready",
                        "/metrics",
                        "/purge",
                        "/endpoints",
                        "/endpoints/",
                        "/payload/",
                        "/refresh/",
                        "/pause/",
                        "/resume/",
                        "/pin/");
    }

    @Test
    void aQueryIsNoPartOfThePath() throws Exception {
        assertThat(get("/health/live?verbose=1").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherPathIsNotFound() throws Exception {
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"status\":404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "BREW"})
    void anotherMethodIsNotAllowed(String method) throws Exception {
        HttpResponse<String> response = send(request("/metrics")
                .method(method, HttpRequest.BodyPublishers.ofString("ignored"))
                .build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(response.body()).contains("\"status\":405");
    }

    @Test
    void headGetsTheHeadOfGetAndNoBody() throws Exception {
        try (RawClient raw = new RawClient(at)) {
            String response = raw.send("HEAD /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .readToEnd();

            assertThat(response)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .containsIgnoringCase("\r\ncontent-length: 5\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void aFailingPageIsAProblemAndALogLine() throws Exception {
        metrics.contribute(Metric.CONNECTIONS, _ -> {
            throw new IllegalStateException("no count");
        });

        try (LogCapture log = new LogCapture()) {
            HttpResponse<String> response = get("/metrics");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("\"status\":500").doesNotContain("no count");
            assertThat(log.warnings())
                    .containsExactly("admin: /metrics failed: java.lang.IllegalStateException: no count");
        }
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void anAddressThatIsTakenIsOneClearSentence() {
        AdminServer second = server(new Address("127.0.0.1", at.getPort()));

        assertThatThrownBy(second::start)
                .isInstanceOf(BindException.class)
                .hasMessageStartingWith("admin.address: 127.0.0.1:" + at.getPort() + ": ")
                .hasMessageContaining("in use")
                .hasMessageEndingWith(" (expected: an address of this machine with a free port)");
    }

    @Test
    void aHostThatIsUnknownIsOneClearSentence() {
        AdminServer nowhere = server(new Address("nowhere.invalid", 9900));

        assertThatThrownBy(nowhere::start)
                .isInstanceOf(BindException.class)
                .hasMessageStartingWith("admin.address: nowhere.invalid:9900: ");
    }

    @Test
    void anAddressThatIsNotLoopbackIsWarnedOfOnce() throws Exception {
        AdminServer open = server(new Address("0.0.0.0", 0));
        try (LogCapture log = new LogCapture()) {
            open.start();

            assertThat(log.warnings())
                    .containsExactly(
                            "admin.address: 0.0.0.0:0 (expected: a loopback address, for whoever reaches it can"
                                    + " read health and metrics)");
        } finally {
            open.stop();
        }
    }

    @Test
    void afterStoppingNobodyListens() {
        server.stop();

        assertThatThrownBy(() -> new RawClient(at)).isInstanceOf(IOException.class);
    }

    @Test
    void stoppingTwiceIsStopping() {
        server.stop();
        server.stop();

        assertThatThrownBy(() -> new RawClient(at)).isInstanceOf(IOException.class);
    }

    @Test
    void stoppingClosesConnections() throws Exception {
        try (RawClient raw = new RawClient(at)) {
            raw.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n").readTo("live\n");

            server.stop();

            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void publishEverything() {
        publish(null, "/live.json");
        publish("api.example.org", "/scores.json");
    }

    private void publish(String host, String path) {
        Representation identity = new Representation(Coding.IDENTITY, new byte[] {'1'}, "\"1\"");
        Version version = new Version(1, "application/json", List.of(identity), clock.epochMillis());
        cache.put(new ResourceKey(host, path, true), new Snapshot(version, clock.epochMillis()));
    }

    private static Endpoint endpoint(int index, String host, String path) {
        EndpointConfig config = StandardEndpoint.of(
                path,
                host,
                new SourceConfig.FromUpstream("api", path),
                null,
                RefreshConfig.every(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                "application/json",
                EndpointConfig.Query.EXACT,
                null,
                null,
                new GateConfig(1024));
        return Endpoint.of(index, config);
    }
}

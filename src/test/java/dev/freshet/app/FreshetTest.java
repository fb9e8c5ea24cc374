package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RedisServer;
import dev.freshet.testing.RefusingPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories of the whole server: a real origin, real sockets, a real Redis. */
class FreshetTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger votes = new AtomicInteger();
    private final AtomicReference<String> said = new AtomicReference<>();

    @TempDir
    Path directory;

    @Test
    @MayWarn("the origin dies")
    void theOriginDiesAndNothingHappensToClientsUntilMaxStale() throws Exception {
        RawServer origin = RawServer.start(this::growingVotes);
        int port = origin.port();
        try (Freshet freshet = start(fromUpstream(port))) {
            assertThat(ask(freshet).status()).isEqualTo(200);
            awaitTrue(() -> ask(freshet).text().contains("3"));

            origin.close();
            awaitTrue(() -> String.valueOf(ask(freshet).field("cache-status")).endsWith("; detail=stale"));
            assertThat(ask(freshet).status()).isEqualTo(200);
            awaitTrue(() -> ask(freshet).status() == 503);
            assertThat(ask(freshet).field("retry-after")).isEqualTo("1");
            assertThat(metrics(freshet))
                    .containsPattern("freshet_fetch_faults_total\\{endpoint=\"/live.json\",reason=\"connect\"} [1-9]");
            assertThat(ready(freshet)).isEqualTo(503);

            try (RawServer back = RawServer.start(socketAt(port), this::growingVotes)) {
                awaitTrue(() -> "0".equals(ask(freshet).field("age")));
                assertThat(ready(freshet)).isEqualTo(200);
            }
        }
    }

    @Test
    @MayWarn("the origin answers with nonsense")
    void nonsenseNeverReplacesTheGoodAnswer() throws Exception {
        said.set("{\"votes\":1}");
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(fromUpstream(origin.port()))) {
            String tag = ask(freshet).field("etag");
            for (String nonsense : new String[] {"<html>sorry</html>", "{\"votes\":", "{} {}", "\u0000"}) {
                long before = freshet.status().refused();
                said.set(nonsense);
                awaitTrue(() -> freshet.status().refused() > before + 1);
                assertThat(ask(freshet).text()).isEqualTo("{\"votes\":1}");
                assertThat(ask(freshet).field("etag")).isEqualTo(tag);
            }
            assertThat(metrics(freshet)).contains("freshet_gate_refusals_total{endpoint=\"/live.json\"");

            said.set("{\"votes\":2}");
            awaitTrue(() -> ask(freshet).text().equals("{\"votes\":2}"));
        }
    }

    @Test
    void aPurgeForgetsWhatIsStoredAndRefreshesAnEndpointAtOnce() throws Exception {
        said.set("1");
        try (LogCapture log = new LogCapture();
                RawServer origin = RawServer.start(this::whatIsSaidForAMinute);
                Freshet freshet =
                        start(fromUpstream(origin.port()).replace("100ms, max-stale: 4s", "1h, max-stale: 2h"));
                RawClient client = new RawClient(freshet.addresses().getFirst());
                RawClient operator = new RawClient(freshet.adminAddress())) {
            client.get("/passed");
            said.set("2");
            assertThat(client.get("/passed").text()).isEqualTo("1");
            assertThat(client.get("/live.json").text()).isEqualTo("1");

            assertThat(operator.ask("POST", "/purge?url=http://localhost/passed")
                            .text())
                    .isEqualTo("{\"responses\":1,\"resources\":0}");
            log.await("purged http://localhost/passed: stored responses forgotten: 1, resources being refreshed: 0");
            assertThat(client.get("/passed").text()).isEqualTo("2");
            assertThat(operator.ask("POST", "/purge?url=http://localhost/live.json")
                            .text())
                    .isEqualTo("{\"responses\":0,\"resources\":1}");
            awaitTrue(() -> client.get("/live.json").text().equals("2"));
        }
    }

    @Test
    void theSameBytesKeepTheirVersionAndStayYoung() throws Exception {
        said.set("{\"votes\":1}");
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(fromUpstream(origin.port()))) {
            String tag = ask(freshet).field("etag");
            awaitTrue(() -> freshet.status().unchanged() > 20);

            assertThat(freshet.status().published()).isEqualTo(1);
            assertThat(ask(freshet).field("etag")).isEqualTo(tag);
            assertThat(ask(freshet).field("age")).isEqualTo("0");
        }
    }

    @Test
    void theIntervalFollowsWhatClientsAskForAndWhatChanges() throws Exception {
        said.set("{\"votes\":1}");
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet =
                        start(fromUpstream(origin.port()).replace("100ms, max", "{ min: 100ms, max: 800ms }, max"))) {
            awaitTrue(() -> waitOf(freshet).equals("0.8"));

            awaitTrue(() -> {
                said.set("{\"votes\":" + votes.incrementAndGet() + "}");
                ask(freshet);
                return waitOf(freshet).equals("0.1");
            });
            awaitTrue(() -> waitOf(freshet).equals("0.8"));
        }
    }

    @Test
    @MayWarn("Redis is killed")
    void redisIsKilledAndComesBack() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.set("scores", "{\"score\":1}".getBytes(StandardCharsets.UTF_8));
            try (Freshet freshet = start(fromRedis(redis.uri()))) {
                awaitTrue(() -> ask(freshet).text().equals("{\"score\":1}"));
                redis.kill();
                awaitTrue(
                        () -> String.valueOf(ask(freshet).field("cache-status")).endsWith("; detail=stale"));
                assertThat(ask(freshet).text()).isEqualTo("{\"score\":1}");

                redis.restart();
                redis.set("scores", "{\"score\":2}".getBytes(StandardCharsets.UTF_8));
                awaitTrue(() -> ask(freshet).text().equals("{\"score\":2}"));
            }
        }
    }

    @Test
    void theFirstReadOfRedisIsThereBeforeTheListener() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.set("scores", "{\"score\":1}".getBytes(StandardCharsets.UTF_8));
            try (Freshet freshet = start(fromRedis(redis.uri()))) {
                assertThat(ask(freshet).text()).isEqualTo("{\"score\":1}");
                assertThat(freshet.status().failed()).isZero();
            }
        }
    }

    @Test
    @MayWarn("slow uploads take every connection of the pass")
    void clientsCannotTakeTheConnectionsOfRefreshing() throws Exception {
        said.set("{\"votes\":1}");
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(fromUpstream(origin.port()))) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                slow.add(new RawClient(freshet.addresses().getFirst())
                        .send("POST /sink HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx"));
            }
            long before = freshet.status().unchanged();
            awaitTrue(() -> freshet.status().unchanged() > before + 30);

            assertThat(freshet.status().failed()).isZero();
            slow.forEach(RawClient::close);
        }
    }

    @Test
    @MayWarn("there is no origin")
    void aStartWithoutItsOriginServesWhatItHas() throws Exception {
        try (RefusingPort nobody = RefusingPort.open();
                Freshet freshet = start(fromUpstream(nobody.port()))) {
            assertThat(ask(freshet).status()).isEqualTo(503);
            assertThat(ready(freshet)).isEqualTo(503);
        }
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        said.set("{}");
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String yaml = fromUpstream(origin.port())
                    .replace("- address: 127.0.0.1:0", "- address: 127.0.0.1:" + taken.getLocalPort());

            assertThatThrownBy(() -> start(yaml)).isInstanceOfSatisfying(StartException.class, e -> {
                assertThat(e.exitStatus()).isEqualTo(1);
                assertThat(e)
                        .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                        .hasMessageNotContaining("\n");
            });
        }
    }

    @Test
    void whatARequestWasLookedUpByIsToldWhereItIsAskedFor() throws Exception {
        said.set("1");
        try (RawServer origin = RawServer.start(this::whatIsSaidForAMinute);
                Freshet freshet = start(fromUpstream(origin.port()).replace("100ms, max-stale: 4s", "1h, max-stale: 2h")
                        + "cache: { status-key: true }\n");
                RawClient client = new RawClient(freshet.addresses().getFirst())) {
            assertThat(client.get("/live.json").field("cache-status"))
                    .isEqualTo("freshet; hit; ttl=3600; key=\"/live.json\"");
            assertThat(client.get("/a?b=%22").field("cache-status"))
                    .isEqualTo("freshet; fwd=uri-miss; stored; key=\"http://localhost/a?b=%22\"");
            assertThat(client.get("/a?b=%22").field("cache-status"))
                    .matches("freshet; hit; ttl=(60|59); key=\"http://localhost/a\\?b=%22\"");
            assertThat(client.get("/never", "Cache-Control: only-if-cached").field("cache-status"))
                    .isEqualTo("freshet; key=\"http://localhost/never\"; detail=only-if-cached");
        }
    }

    @Test
    void stoppingLetsAnswersFinishAndCanBeSaidTwice() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (RawServer origin = RawServer.start(peer -> {
                    while (peer.readHead() instanceof String head) {
                        if (head.startsWith("GET /slow")) {
                            asked.complete(null);
                            go.join();
                        }
                        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                    }
                });
                Freshet freshet = start(fromUpstream(origin.port()));
                RawClient client = new RawClient(freshet.addresses().getFirst())) {
            client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            asked.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(freshet::stop);
            awaitTrue(() -> ready(freshet) == 503);
            go.complete(null);

            assertThat(client.read().text()).isEqualTo("{}");
            assertThat(client.closed()).isTrue();
            stopped.get(10, TimeUnit.SECONDS);
            freshet.stop();
            freshet.awaitStopped();
        }
    }

    private Freshet start(String yaml) throws Exception {
        Configuration configuration = ConfigurationReader.read(yaml, directory.resolve("freshet.yaml"));
        return Freshet.start(configuration, new SystemClock());
    }

    private static String fromUpstream(int port) {
        return """
                listeners:
                  - address: 127.0.0.1:0
                admin: { address: 127.0.0.1:0 }
                upstreams: { api: { servers: [ http://127.0.0.1:%d ] } }
                endpoints:
                  - { path: /live.json, source: { upstream: api }, refresh: 100ms, max-stale: 4s }
                pass: { upstream: api }
                """.formatted(port);
    }

    private static String fromRedis(String uri) {
        return """
                listeners:
                  - address: 127.0.0.1:0
                admin: { address: 127.0.0.1:0 }
                redis: { live: { uri: "%s" } }
                endpoints:
                  - { path: /live.json, source: { redis: live, get: scores }, refresh: 100ms, max-stale: 60s }
                """.formatted(uri);
    }

    private void growingVotes(RawServer.Peer peer) throws IOException {
        while (peer.readHead() != null) {
            said.set("{\"votes\":" + votes.incrementAndGet() + "}");
            peer.send(ok(said.get()));
        }
    }

    private void whatIsSaid(RawServer.Peer peer) throws IOException {
        while (peer.readHead() != null) {
            peer.send(ok(said.get()));
        }
    }

    private void whatIsSaidForAMinute(RawServer.Peer peer) throws IOException {
        while (peer.readHead() != null) {
            peer.send(ok(said.get()).replaceFirst("\r\n", "\r\nCache-Control: max-age=60\r\n"));
        }
    }

    private static String ok(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                + json;
    }

    private static ServerSocket socketAt(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    private static RawClient.Answer ask(Freshet freshet) {
        try (RawClient client = new RawClient(freshet.addresses().getFirst())) {
            return client.get("/live.json");
        }
    }

    private static int ready(Freshet freshet) {
        try (RawClient client = new RawClient(freshet.adminAddress())) {
            return client.get("/health/ready", "Connection: close").status();
        }
    }

    private static String metrics(Freshet freshet) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + freshet.adminAddress().getPort() + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /** From one refresh to the next, in seconds. */
    private static String waitOf(Freshet freshet) {
        String start = "freshet_refresh_wait_seconds{endpoint=\"/live.json\"} ";
        try (RawClient client = new RawClient(freshet.adminAddress())) {
            return client.get("/metrics", "Connection: close")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}

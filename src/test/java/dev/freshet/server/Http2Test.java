package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cache.Snapshot;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.Trust;
import dev.freshet.tls.ServerTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Http2Test {
    private static final String JSON = "{\"votes\":[" + "12345,".repeat(200) + "0]}";

    @TempDir
    Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private RawServer origin;
    private ServerTls tls;
    private TestServer server;
    private HttpClient client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(this::originScript);
        tls = PassingServer.tls(directory);
        HurriedLoops loops = TestServer.newLoops();
        server = new TestServer(loops, PassingServer.upstream(origin, loops), TestServer.LIMITS, tls);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Trust.in(directory.resolve("ca.crt")))
                .build();
        server.publish(server.live, JSON);
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        client.shutdownNow();
        server.close();
        tls.close();
        origin.close();
    }

    @Test
    void aHitCarriesTheSameFieldsAsOverHttp1() throws Exception {
        HttpResponse<String> answer = get("/live.json");

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(JSON);
        assertThat(answer.headers().map())
                .containsEntry("content-type", List.of("application/json"))
                .containsEntry("content-length", List.of(Integer.toString(JSON.length())))
                .containsEntry("age", List.of("0"))
                .containsEntry("cache-control", List.of("public, max-age=1"))
                .containsEntry("vary", List.of("Accept-Encoding"))
                .containsEntry("cache-status", List.of("freshet; hit; ttl=1"))
                .containsKeys("etag", "date");
    }

    @Test
    void headIsBodilessAnd304AnswersACondition() throws Exception {
        Snapshot snapshot = server.publish(server.live, JSON);

        HttpResponse<String> head = send(request("/live.json").method("HEAD", BodyPublishers.noBody()));
        HttpResponse<String> same = send(request("/live.json")
                .header("If-None-Match", snapshot.identity().etag()));

        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).hasValue(Integer.toString(JSON.length()));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("etag"))
                .hasValue(snapshot.identity().etag());
    }

    @Test
    void manyStreamsAreAnsweredEachWithItsOwn() throws Exception {
        server.publish(server.shared, "{\"shared\":true}");
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String path = i % 2 == 0 ? "/live.json" : "/shared.json";
                answers.add(client.sendAsync(request(path).build(), BodyHandlers.ofString()));
            }
            for (int i = 0; i < 80; i++) {
                String expected = i % 2 == 0 ? JSON : "{\"shared\":true}";
                assertThat(answers.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aBodyLargerThanTheWindowArrivesWhole() throws Exception {
        String large = "[\"" + "x".repeat(5_000_000) + "\"]";
        server.publish(server.live, large);

        assertThat(get("/live.json").body()).isEqualTo(large);
    }

    @Test
    void withoutASnapshotItSaysSo() throws Exception {
        HttpResponse<String> answer = get("/shared.json");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @Test
    void whatIsNoEndpointIsPassedWithItsBody() throws Exception {
        HttpResponse<String> answer =
                send(request("/api/echo?q=1").header("X-One", "1").POST(BodyPublishers.ofString("hello")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("via")).hasValue("1.1 freshet");
        String head = origin.heads().getFirst().toLowerCase(Locale.ROOT);
        assertThat(head)
                .startsWith("post /api/echo?q=1 http/1.1\r\n")
                .contains(
                        "x-one: 1\r\n", "x-forwarded-proto: https\r\n", "via: 2 freshet\r\n", "content-length: 5\r\n");
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestArrivesWhole() throws Exception {
        String body = "x".repeat(40_000);

        HttpResponse<String> early = send(request("/api/early").POST(BodyPublishers.ofString(body)));

        assertThat(early.statusCode()).isEqualTo(401);
        assertThat(early.body()).hasSize(30_000);
        assertThat(get("/live.json").body()).isEqualTo(JSON);
    }

    @Test
    void aConnectionThatSaysNothingAfterItsHandshakeIsNotToldOff() throws Exception {
        SSLContext context = Trust.in(directory.resolve("ca.crt"));
        try (var socket = (javax.net.ssl.SSLSocket) context.getSocketFactory()
                .createSocket("localhost", server.address().getPort())) {
            socket.startHandshake();
            server.clock.advance(Duration.ofSeconds(20));
            socket.setSoTimeout(2500);

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void aLargeResponseIsPassedWhole() throws Exception {
        assertThat(get("/api/large").body()).hasSize(20_000_000);
    }

    @Test
    void aPassThatFailsIsAProblemOrAReset() throws Exception {
        assertThat(get("/api/garbage").statusCode()).isEqualTo(502);
        assertThatThrownBy(() -> get("/api/cut")).isInstanceOf(IOException.class);
        assertThat(get("/live.json").statusCode()).isEqualTo(200);
    }

    @Test
    void aSlowPassDoesNotDelayHits() throws Exception {
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request("/api/slow").build(), BodyHandlers.ofString());

        assertThat(get("/live.json").body()).isEqualTo(JSON);
        release.countDown();

        assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("slow");
    }

    @Test
    void drainingFinishesWhatIsInFlightAndTakesNothingNew() throws Exception {
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request("/api/slow").build(), BodyHandlers.ofString());
        awaitHeads(1);

        CompletableFuture<Void> drained = server.server().drain();
        server.loops.next().submit(() -> {}).sync();
        release.countDown();

        assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("slow");
        drained.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> get("/live.json")).isInstanceOf(IOException.class);
    }

    private void originScript(RawServer.Peer peer) throws IOException, InterruptedException {
        while (peer.readHead() instanceof String head) {
            String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
            switch (path) {
                case "/api/echo?q=1" -> peer.send(ok("hello".length()) + new String(peer.read(5)));
                case "/api/large" -> peer.send(ok(20_000_000) + "y".repeat(20_000_000));
                case "/api/early" -> {
                    peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 30000\r\n\r\n" + "z".repeat(30_000));
                    peer.awaitClosed();
                    return;
                }
                case "/api/cut" -> {
                    peer.send(ok(10) + "half");
                    return;
                }
                case "/api/slow" -> {
                    release.await();
                    peer.send(ok(4) + "slow");
                }
                default -> {
                    peer.send("garbage\r\n\r\n");
                    return;
                }
            }
        }
    }

    private static String ok(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private void awaitHeads(int count) throws InterruptedException {
        dev.freshet.testing.Patience.until(() -> origin.heads().size() >= count, Duration.ofSeconds(10));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        URI uri = URI.create("https://localhost:" + server.address().getPort() + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}

package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.Trust;
import dev.freshet.tls.DevelopmentCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first requests for resources of a template, over HTTP/2. */
@Timeout(120)
class TemplateOverHttp2Test {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String JSON = "{\"votes\":[" + "12345,".repeat(50_000) + "0]}";

    @TempDir
    Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private RawServer origin;
    private Freshet freshet;
    private HttpClient client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(this::matches);
        DevelopmentCertificates.Result made =
                DevelopmentCertificates.ensure(directory, List.of(), false, new SystemClock());
        String yaml = """
                listeners:
                  - address: 127.0.0.1:0
                    tls: { certificates: [{ chain: "%s", key: "%s" }] }
                admin: { address: 127.0.0.1:0 }
                upstreams: { api: { servers: ["http://127.0.0.1:%d"] } }
                endpoints:
                  - { path: "/matches/{id}.json", timeout: 30s, source: { upstream: api } }
                  - { path: "/brief/{id}.json", timeout: 1s, source: { upstream: api } }
                """.formatted(made.chain(), made.key(), origin.port());
        freshet = Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Trust.in(made.authority()))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        client.shutdownNow();
        assertThat(Patience.until(() -> connections() == 0, SOON)).isTrue();
        freshet.close();
        origin.close();
    }

    @Test
    void aLargeFirstPayloadArrivesWholeAndIsAHitFromThenOn() throws Exception {
        HttpResponse<String> first = send(request("/matches/1.json"));
        HttpResponse<String> next = send(request("/matches/1.json"));

        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(first.body()).isEqualTo(JSON);
        assertThat(first.headers().firstValue("cache-status")).hasValue("freshet; fwd=uri-miss; stored");
        assertThat(first.headers().firstValue("content-length")).hasValue(Integer.toString(JSON.length()));
        assertThat(next.body()).isEqualTo(JSON);
        assertThat(next.headers().firstValue("cache-status").orElse("")).startsWith("freshet; hit");
    }

    @Test
    void headAndConditionsHoldForTheFirstAnswerToo() throws Exception {
        HttpResponse<String> head = send(request("/matches/1.json").method("HEAD", BodyPublishers.noBody()));
        String etag = head.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> same = send(request("/matches/2.json").header("If-None-Match", etag));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).hasValue(Integer.toString(JSON.length()));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
    }

    @Test
    @MayWarn("the origin fails")
    void whatDoesNotExistIs404AndWhatFails503() throws Exception {
        assertThat(send(request("/matches/none.json")).statusCode()).isEqualTo(404);
        assertThat(send(request("/matches/broken.json")).statusCode()).isEqualTo(503);
        assertThat(send(request("/brief/late.json")).statusCode()).isEqualTo(504);
    }

    @Test
    void theStreamsOfOneConnectionWaitForOneFetch() throws Exception {
        send(request("/matches/1.json")); // which makes the connection
        List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 40)
                .mapToObj(_ -> client.sendAsync(request("/matches/late.json").build(), BodyHandlers.ofString()))
                .toList();
        assertThat(Patience.until(() -> asked("/matches/late.json") == 1, SOON)).isTrue();
        waiting.getFirst().cancel(true);
        release.countDown();

        for (CompletableFuture<HttpResponse<String>> each : waiting.subList(1, 40)) {
            assertThat(each.get().statusCode()).isEqualTo(200);
            assertThat(each.get().body()).isEqualTo(JSON);
        }
    }

    private long asked(String path) {
        return origin.heads().stream()
                .filter(each -> each.startsWith("GET " + path + " "))
                .count();
    }

    private double connections() {
        try (RawClient admin = new RawClient(freshet.adminAddress())) {
            return admin.get("/metrics", "Connection: close")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("freshet_connections "))
                    .mapToDouble(line -> Double.parseDouble(line.substring("freshet_connections ".length())))
                    .sum();
        }
    }

    private HttpRequest.Builder request(String path) {
        int port = freshet.addresses().getFirst().getPort();
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private void matches(RawServer.Peer peer) throws IOException, InterruptedException {
        for (String head = peer.readHead(); head != null; head = peer.readHead()) {
            if (head.contains("none")) {
                peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            } else if (head.contains("broken")) {
                peer.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
            } else {
                if (head.contains("late")) {
                    release.await();
                }
                peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + JSON.length()
                        + "\r\n\r\n" + JSON);
            }
        }
    }
}

package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stories of the resources of a template, from a real origin to clients of HTTP/1.1. */
@Timeout(120)
class TemplateStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String JSON = "{\"votes\":[" + "12345,".repeat(200) + "0]}";

    private final CountDownLatch release = new CountDownLatch(1);
    private RawServer origin;
    private Freshet freshet;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(this::matches);
        freshet = start("timeout: 30s,");
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        freshet.close();
        origin.close();
    }

    @Test
    void theFirstRequestIsAnsweredWithWhatItFetchedAndTheNextFromMemory() {
        try (RawClient client = client()) {
            RawClient.Answer first = client.get("/matches/1.json");
            RawClient.Answer next = client.get("/matches/1.json");

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.text()).isEqualTo(JSON);
            assertThat(first.field("cache-status")).isEqualTo("freshet; fwd=uri-miss; stored");
            assertThat(first.field("cache-control")).isEqualTo("public, max-age=1");
            assertThat(first.field("age")).isEqualTo("0");
            assertThat(first.field("vary")).isEqualTo("Accept-Encoding");
            assertThat(next.text()).isEqualTo(JSON);
            assertThat(next.field("etag")).isEqualTo(first.field("etag"));
            assertThat(next.field("cache-status")).startsWith("freshet; hit; ttl=");
            assertThat(Patience.until(() -> asked("/matches/1.json") >= 3, SOON))
                    .isTrue();
            assertThat(client.get("/matches/1.json").field("cache-status")).startsWith("freshet; hit; ttl=");
        }
    }

    @Test
    void theFirstAnswerIsNegotiatedConditionalAndBodilessAsAnyOther() {
        try (RawClient client = client()) {
            RawClient.Answer coded = client.get("/matches/1.json", "Accept-Encoding: gzip");
            RawClient.Answer head = client.ask("HEAD", "/matches/2.json");
            RawClient.Answer same = client.get("/matches/3.json", "If-None-Match: " + head.field("etag"));
            RawClient.Answer old = client.send(
                            "GET /matches/4.json HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                    .read();

            assertThat(coded.field("content-encoding")).isEqualTo("gzip");
            assertThat(coded.field("cache-status")).contains("uri-miss");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("content-length")).isEqualTo(Integer.toString(JSON.length()));
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.field("etag")).isEqualTo(head.field("etag"));
            assertThat(same.field("cache-status")).contains("uri-miss");
            assertThat(old.field("connection")).isEqualTo("keep-alive");
            assertThat(client.get("/matches/5.json").status()).isEqualTo(200);
        }
    }

    @Test
    void whatTheOriginDoesNotHaveIsNotAskedForAgainAtOnce() {
        try (RawClient client = client()) {
            RawClient.Answer first = client.get("/matches/404.json");
            RawClient.Answer next = client.get("/matches/404.json");

            assertThat(first.status()).isEqualTo(404);
            assertThat(first.field("content-type")).isEqualTo("application/problem+json");
            assertThat(first.field("cache-control")).isEqualTo("no-store");
            assertThat(first.field("cache-status")).isEqualTo("freshet; fwd=uri-miss");
            assertThat(next.status()).isEqualTo(404);
            assertThat(next.field("cache-status")).isEqualTo("freshet; detail=missing");
            assertThat(asked("/matches/404.json")).isOne();
        }
    }

    @Test
    void whatIsNotLikeTheTemplateIsNotForIt() {
        try (RawClient client = client()) {
            assertThat(client.get("/matches/x.json").field("cache-status")).isNull();
            assertThat(client.get("/matches/1.json?x=1").status()).isEqualTo(404);
            assertThat(client.get("/matches/..%2f1.json").status()).isEqualTo(404);
            assertThat(client.ask("DELETE", "/matches/1.json").status()).isEqualTo(405);
            assertThat(client.get("/matches/7.json").text()).isEqualTo("\"exact\"");
            assertThat(origin.heads()).noneMatch(each -> each.contains("x.json") || each.contains("DELETE"));
        }
    }

    @Test
    void anyNumberOfClientsWaitForOneFetchAndWhoLeavesChangesNothing() {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(client().send("GET /matches/800.json HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        assertThat(Patience.until(() -> outcome(freshet, "collapsed") == 49, SOON))
                .isTrue();
        assertThat(asked("/matches/800.json")).isOne();
        clients.removeFirst().close();
        clients.removeLast().reset();
        release.countDown();

        List<RawClient.Answer> answers = clients.stream().map(RawClient::read).toList();
        clients.forEach(RawClient::close);
        assertThat(answers).allSatisfy(each -> {
            assertThat(each.status()).isEqualTo(200);
            assertThat(each.text()).isEqualTo(JSON);
        });
        assertThat(answers)
                .filteredOn(each -> each.field("cache-status").endsWith("; stored; collapsed"))
                .hasSizeGreaterThanOrEqualTo(47);
        assertThat(outcome(freshet, "came")).isOne();
    }

    @Test
    void answersComeInTheOrderOfTheRequests() {
        try (RawClient client = client()) {
            client.send(
                    "GET /matches/800.json HTTP/1.1\r\nHost: a\r\n\r\n"
                            + "GET /matches/7.json HTTP/1.1\r\nHost: a\r\n\r\nGET /matches/404.json HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(Patience.until(() -> asked("/matches/800.json") == 1, SOON))
                    .isTrue();
            release.countDown();

            assertThat(client.read().text()).isEqualTo(JSON);
            assertThat(client.read().text()).isEqualTo("\"exact\"");
            assertThat(client.read().status()).isEqualTo(404);
        }
    }

    @Test
    @MayWarn("the origin fails")
    void aFailingOriginIs503AndAHangingOneIs504() throws Exception {
        try (Freshet brief = start("timeout: 1s,");
                RawClient client = new RawClient(brief.addresses().getFirst())) {
            RawClient.Answer failed = client.get("/matches/500.json");
            RawClient.Answer refused = client.get("/matches/600.json");
            RawClient.Answer late = client.get("/matches/800.json");

            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.field("retry-after")).isEqualTo("1");
            assertThat(failed.field("cache-status")).isEqualTo("freshet; fwd=uri-miss; detail=failed");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(late.status()).isEqualTo(504);
            assertThat(late.field("cache-status")).isEqualTo("freshet; fwd=uri-miss; detail=late");
        }
    }

    @Test
    void aScanOfIdsIsToldToComeAgain() throws Exception {
        try (Freshet bounded = start("first-fetches: 20/s,");
                RawClient client = new RawClient(bounded.addresses().getFirst())) {
            long began = System.nanoTime();
            List<Integer> statuses = new ArrayList<>();
            for (int id = 10_000; id < 11_000; id++) {
                statuses.add(client.get("/matches/" + id + ".json").status());
            }
            double seconds = (System.nanoTime() - began) / 1e9;

            long asked = origin.heads().stream()
                    .filter(each -> each.startsWith("GET /matches/10"))
                    .count();
            assertThat((double) asked).isLessThanOrEqualTo(20 * (seconds + 1) + 1);
            assertThat(statuses).contains(404, 503).doesNotContain(200, 500, 502);
            assertThat(outcome(bounded, "crowded")).isPositive();
        }
    }

    @Test
    void whatNobodyAsksForIsNoLongerFetched() throws Exception {
        try (Freshet brief = start("idle-after: 1s,");
                RawClient client = new RawClient(brief.addresses().getFirst())) {
            assertThat(client.get("/matches/1.json").status()).isEqualTo(200);

            assertThat(Patience.until(() -> brief.status().resources() == 1, SOON))
                    .isTrue();
            long asked = asked("/matches/1.json");
            assertThat(client.get("/matches/1.json").field("cache-status")).contains("uri-miss");
            assertThat(asked("/matches/1.json")).isEqualTo(asked + 1);
        }
    }

    private RawClient client() {
        return new RawClient(freshet.addresses().getFirst());
    }

    private long asked(String path) {
        return origin.heads().stream()
                .filter(each -> each.startsWith("GET " + path + " "))
                .count();
    }

    private static double outcome(Freshet freshet, String outcome) {
        String start = "freshet_first_fetches_total{endpoint=\"/matches/{id}.json\",outcome=\"" + outcome + "\"} ";
        try (RawClient client = new RawClient(freshet.adminAddress())) {
            return client.get("/metrics", "Connection: close")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                    .sum();
        }
    }

    /** 404 and above 9999: it does not exist; 500: an error; 600: what no gate lets through; 800: only when released. */
    private void matches(RawServer.Peer peer) throws IOException, InterruptedException {
        for (String head = peer.readHead(); head != null; head = peer.readHead()) {
            String id = head.replaceAll("(?s)GET /matches/([0-9]*)\\.json .*", "$1");
            switch (id.length() > 4 ? "404" : id) {
                case "404" -> peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                case "500" -> peer.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
                case "600" -> send(peer, "{");
                case "7" -> send(peer, "\"exact\"");
                case "800" -> {
                    release.await();
                    send(peer, JSON);
                }
                default -> send(peer, JSON);
            }
        }
    }

    private static void send(RawServer.Peer peer, String json) throws IOException {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                + json);
    }

    private Freshet start(String more) throws Exception {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                upstreams: { api: { servers: ["http://127.0.0.1:%d"] } }
                endpoints:
                  - { path: "/matches/{id}.json", variables: { id: "[0-9]{1,9}" }, %s source: { upstream: api } }
                  - { path: /matches/7.json, source: { upstream: api } }
                """.formatted(origin.port(), more);
        return Freshet.start(ConfigurationReader.read(yaml, Path.of("freshet.yaml")), new SystemClock());
    }
}

package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Snapshot;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawClient.Answer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http1AnswersTest {
    private static final String JSON = "{\"votes\":[" + "12345,".repeat(200) + "0]}";

    private TestServer server;
    private RawClient client;

    @BeforeEach
    void serve() throws Exception {
        server = new TestServer();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aHitCarriesEveryFieldOfTheWireTable() {
        Snapshot snapshot = server.publish(server.live, JSON);

        Answer answer = client.get("/live.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(JSON);
        assertThat(answer.fields())
                .containsExactly(
                        "Content-Type: application/json",
                        "Content-Length: " + JSON.length(),
                        "ETag: " + snapshot.identity().etag(),
                        "Date: " + new HttpDate().at(server.clock.epochMillis()),
                        "Age: 0",
                        "Cache-Control: public, max-age=1",
                        "Vary: Accept-Encoding",
                        "Cache-Status: freshet; hit; ttl=1");
    }

    @Test
    void demandIsCountedOnceForASnapshotInASecond() {
        server.publish(server.live, JSON);
        client.get("/live.json");
        client.get("/live.json");
        assertThat(server.demand.of(server.live.key())).isEqualTo(1);

        server.publish(server.live, JSON);
        client.get("/live.json");
        assertThat(server.demand.of(server.live.key())).isEqualTo(2);
        server.clock.advance(Duration.ofSeconds(1));
        client.get("/live.json");
        assertThat(server.demand.of(server.live.key())).isEqualTo(3);
        assertThat(server.demand.of(server.shared.key())).isZero();
    }

    @Test
    void headGetsTheSameHeadAndNoBody() {
        server.publish(server.live, JSON);
        Answer get = client.get("/live.json");

        Answer head = client.ask("HEAD", "/live.json");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.fields()).isEqualTo(get.fields());
        assertThat(client.get("/live.json").text()).isEqualTo(JSON);
    }

    @Test
    void eachCodingHasItsOwnTagOfOneFamily() {
        Snapshot snapshot = server.publish(server.live, JSON);

        Answer brotli = client.get("/live.json", "Accept-Encoding: br");
        Answer gzip = client.get("/live.json", "Accept-Encoding: gzip");

        assertThat(brotli.field("content-encoding")).isEqualTo("br");
        assertThat(brotli.body())
                .isEqualTo(Objects.requireNonNull(snapshot.in(Coding.BROTLI)).body());
        assertThat(gzip.field("content-encoding")).isEqualTo("gzip");
        assertThat(gzip.field("etag")).endsWith("-gz\"").isNotEqualTo(brotli.field("etag"));
        assertThat(gzip.field("etag").replace("-gz", ""))
                .isEqualTo(snapshot.identity().etag());
    }

    @Test
    void aConditionThatHoldsGets304WithoutContentFields() {
        Snapshot snapshot = server.publish(server.live, JSON);

        Answer answer =
                client.get("/live.json", "If-None-Match: " + snapshot.identity().etag());

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.field("etag")).isEqualTo(snapshot.identity().etag());
        assertThat(answer.field("age")).isEqualTo("0");
        assertThat(answer.field("cache-control")).isEqualTo("public, max-age=1");
        assertThat(answer.field("vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.field("content-length")).isNull();
        assertThat(answer.field("content-type")).isNull();
        assertThat(client.get("/live.json").status()).isEqualTo(200);
    }

    @Test
    void ageAndTtlFollowTheClockWithoutARefresh() {
        server.publish(server.live, JSON);
        assertThat(client.get("/live.json").field("age")).isEqualTo("0");

        server.clock.advance(Duration.ofMillis(999));
        assertThat(client.get("/live.json").field("age")).isEqualTo("0");
        server.clock.advance(Duration.ofMillis(1));
        assertThat(client.get("/live.json").field("age")).isEqualTo("1");
        server.clock.advance(Duration.ofSeconds(4));
        Answer stale = client.get("/live.json");

        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.field("age")).isEqualTo("5");
        assertThat(stale.field("cache-status")).isEqualTo("freshet; hit; ttl=-4; detail=stale");
        assertThat(stale.field("date")).isEqualTo(new HttpDate().at(server.clock.epochMillis()));
    }

    @Test
    void theStatusOfTheCacheSaysWhatTheGateRefused() {
        Snapshot good = server.publish(server.live, JSON);
        server.cache.put(server.live.key(), good.withDetail("refused-older"));

        assertThat(client.get("/live.json").field("cache-status"))
                .isEqualTo("freshet; hit; ttl=1; detail=refused-older");
    }

    @Test
    void aNewSnapshotIsServedAtOnce() {
        server.publish(server.live, "{\"v\":1}");
        assertThat(client.get("/live.json").text()).isEqualTo("{\"v\":1}");

        server.publish(server.live, "{\"v\":2}");

        assertThat(client.get("/live.json").text()).isEqualTo("{\"v\":2}");
    }

    @Test
    void aConfirmedSnapshotIsYoungAgain() {
        Snapshot snapshot = server.publish(server.live, JSON);
        server.clock.advance(Duration.ofSeconds(3));
        assertThat(client.get("/live.json").field("age")).isEqualTo("3");

        server.cache.put(server.live.key(), snapshot.confirmedAt(server.clock.epochMillis()));

        Answer answer = client.get("/live.json");
        assertThat(answer.field("age")).isEqualTo("0");
        assertThat(answer.field("etag")).isEqualTo(snapshot.identity().etag());
    }

    @Test
    void withoutASnapshotItSaysSoAndWhenToComeBack() {
        Answer answer = client.get("/live.json");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.field("retry-after")).isEqualTo("1");
        assertThat(answer.field("cache-control")).isEqualTo("no-store");
        assertThat(answer.text()).contains("\"status\":503");
        assertThat(client.get("/live.json").status()).isEqualTo(503);
    }

    @Test
    void beyondMaxStaleItServesNothing() {
        server.publish(server.live, JSON);
        server.clock.advance(Duration.ofSeconds(60));
        assertThat(client.get("/live.json").status()).isEqualTo(200);

        server.clock.advance(Duration.ofMillis(1));

        assertThat(client.get("/live.json").status()).isEqualTo(503);
    }

    @Test
    void anotherMethodIsToldTheTwoThatWork() {
        Answer answer = client.ask("DELETE", "/live.json");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.field("allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void whatIsNoEndpointIsNotFoundWhereThereIsNoPass() {
        assertThat(client.get("/other").status()).isEqualTo(404);
        server.publish(server.live, JSON);
        assertThat(client.get("/live.json?x=1").status()).isEqualTo(404);
    }

    @Test
    void anyOriginMayReadWhatIsSharedWithAll() {
        server.publish(server.shared, JSON);

        Answer answer = client.get("/shared.json", "Origin: https://any.example");

        assertThat(answer.field("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.field("vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void onlyListedOriginsAreNamedAndCachesAreTold() {
        server.publish(server.listed, JSON);

        Answer allowed = client.get("/listed.json", "Origin: https://b.example");
        Answer foreign = client.get("/listed.json", "Origin: https://evil.example");
        Answer again = client.get("/listed.json", "Origin: https://a.example");

        assertThat(allowed.field("access-control-allow-origin")).isEqualTo("https://b.example");
        assertThat(allowed.field("vary")).isEqualTo("Accept-Encoding, Origin");
        assertThat(foreign.status()).isEqualTo(200);
        assertThat(foreign.field("access-control-allow-origin")).isNull();
        assertThat(foreign.field("vary")).isEqualTo("Accept-Encoding, Origin");
        assertThat(again.field("access-control-allow-origin")).isEqualTo("https://a.example");
    }

    @Test
    void aPreflightIsAnsweredAtTheEdge() {
        Answer answer = client.ask(
                "OPTIONS",
                "/listed.json",
                "Origin: https://a.example",
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: x-token");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.field("access-control-allow-origin")).isEqualTo("https://a.example");
        assertThat(answer.field("access-control-allow-methods")).isEqualTo("GET, HEAD");
        assertThat(answer.field("access-control-allow-headers")).isEqualTo("x-token");
        assertThat(answer.field("content-length")).isNull();
        assertThat(client.ask("HEAD", "/listed.json").status()).isEqualTo(503);
    }

    @Test
    void aLargePayloadArrivesWhole() {
        String large = "[\"" + "x".repeat(3_000_000) + "\"]";
        server.publish(server.live, large);

        assertThat(client.get("/live.json").text()).isEqualTo(large);
        assertThat(client.ask("HEAD", "/live.json").field("content-length"))
                .isEqualTo(Integer.toString(large.length()));
        assertThat(client.get("/live.json", "Connection: close").text()).isEqualTo(large);
    }

    @Test
    void everyAnswerIsCountedByProtocolOutcomeAndStatus() {
        client.get("/live.json");
        server.publish(server.live, JSON);
        client.get("/live.json");
        client.get("/live.json");

        assertThat(server.counted("freshet_requests_total{protocol=\"http/1.1\",status=\"200\",verdict=\"hit\"} 2.0"))
                .isTrue();
        assertThat(server.counted(
                        "freshet_requests_total{protocol=\"http/1.1\",status=\"503\",verdict=\"unavailable\"} 1.0"))
                .isTrue();
    }
}

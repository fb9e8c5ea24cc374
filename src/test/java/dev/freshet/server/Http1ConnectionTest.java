package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.LimitsConfig;
import dev.freshet.testing.RawClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1ConnectionTest {
    private static final String GET = "GET /live.json HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new TestServer();
        server.publish(server.live, "{\"v\":1}");
        server.publish(server.shared, "{\"v\":2}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (RawClient client = server.client()) {
            client.send((GET + GET.replace("live", "shared")).repeat(200));

            for (int i = 0; i < 200; i++) {
                assertThat(client.read().text()).isEqualTo("{\"v\":1}");
                assertThat(client.read().text()).isEqualTo("{\"v\":2}");
            }
        }
    }

    @Test
    void aRequestMayArriveByteByByte() {
        try (RawClient client = server.client()) {
            for (char each : (GET + GET).toCharArray()) {
                client.send(String.valueOf(each));
            }

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatReadsNothingDoesNotMakeTheServerBuffer() {
        server.publish(server.live, "[\"" + "x".repeat(200_000) + "\"]");
        try (RawClient client = server.client()) {
            client.send(GET.repeat(2000));

            for (int i = 0; i < 2000; i++) {
                assertThat(client.read().body()).hasSize(200_004);
            }
        }
    }

    @Test
    void aLargeAnswerToASlowReaderIsWrittenInParts() {
        String large = "[\"" + "x".repeat(40_000_000) + "\"]";
        server.publish(server.live, large);
        try (RawClient client = server.client()) {
            client.send(GET + GET.replace("live", "shared"));
            server.loops.next().submit(() -> {}).syncUninterruptibly();
            long direct =
                    io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();

            assertThat(direct).isLessThan(35_000_000);
            assertThat(client.read().body()).hasSize(large.length());
            assertThat(client.read().text()).isEqualTo("{\"v\":2}");
        }
    }

    @Test
    void theConnectionClosesWhenTheClientAsks() {
        try (RawClient client = server.client()) {
            assertThat(client.get("/live.json", "Connection: close").field("connection"))
                    .isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void http10ClosesUnlessAskedToStay() {
        try (RawClient client = server.client()) {
            client.send("GET /live.json HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.read().field("connection")).isEqualTo("keep-alive");
            client.send("GET /live.json HTTP/1.0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /live.json HTTP/1.1\r\n\r\n",
                "GET /live.json HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /live.json HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /live.json HTTP/1.1\r\nHost: user@a\r\n\r\n",
                "GET /live.json HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET live.json HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://b/live.json HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /live.json#x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /l\u00e4.json HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST /live.json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /live.json HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /live.json HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET /live.json HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /live.json\r\n\r\n",
                "garbage\r\n\r\n",
            })
    void whatIsAmbiguousOrMalformedIsRefusedAndTheConnectionCloses(String request) {
        try (RawClient client = server.client()) {
            client.send(request + GET);

            RawClient.Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
            server.linger();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void anAbsoluteTargetThatAgreesWithHostIsTheSameResource() {
        try (RawClient client = server.client()) {
            client.send("GET http://localhost/live.json HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(client.read().text()).isEqualTo("{\"v\":1}");
        }
    }

    @Test
    void whatIsTooLongHasItsOwnStatus() {
        try (RawClient client = server.client()) {
            client.send("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(414);
        }
        try (RawClient client = server.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9000) + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(431);
        }
    }

    @Test
    void otherVersionsTunnelsAndExpectationsAreRefused() {
        assertThat(statusOf("GET /live.json HTTP/2.0\r\nHost: a\r\n\r\n")).isEqualTo(505);
        assertThat(statusOf("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")).isEqualTo(501);
        assertThat(statusOf("GET /live.json HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n"))
                .isEqualTo(417);
    }

    @Test
    void aBodyNobodyWantsIsReadOver() {
        try (RawClient client = server.client()) {
            client.send("GET /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + GET);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aLongBodyNobodyWantsEndsTheConnection() {
        try (RawClient client = server.client()) {
            client.send("GET /live.json HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(70_000));

            assertThat(client.read().status()).isEqualTo(200);
            server.linger();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsClosed() {
        try (RawClient client = server.client()) {
            client.get("/live.json");

            server.clock.advance(Duration.ofSeconds(80));
            server.tick();

            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aHeadThatDripsIsGivenUp() {
        try (RawClient client = server.client()) {
            client.get("/live.json");
            client.send("GET /live.json HT");
            awaitSeen();

            server.clock.advance(Duration.ofSeconds(11));
            server.tick();

            assertThat(client.read().status()).isEqualTo(408);
            server.linger();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void moreConnectionsThanTheLimitAreClosedAtOnce() throws Exception {
        LimitsConfig two = new LimitsConfig(2, 8192, Duration.ofSeconds(75), Duration.ofSeconds(10), 100);
        try (TestServer small = new TestServer(TestServer.newLoops(), null, two, null);
                RawClient first = small.client();
                RawClient second = small.client()) {
            assertThat(first.get("/live.json").status()).isEqualTo(503);
            assertThat(second.get("/live.json").status()).isEqualTo(503);
            try (RawClient third = small.client()) {
                assertThat(third.closed()).isTrue();
            }
            assertThat(first.get("/live.json").status()).isEqualTo(503);
            assertThat(small.counted("freshet_connections_refused_total 1.0")).isTrue();
        }
    }

    @Test
    void drainingClosesIdleConnectionsAndTheListener() throws Exception {
        try (RawClient client = server.client()) {
            client.get("/live.json");

            CompletableFuture<Void> drained = server.server().drain();

            assertThat(client.closed()).isTrue();
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    private int statusOf(String request) {
        try (RawClient client = server.client()) {
            int status = client.send(request).read().status();
            server.linger();
            assertThat(client.closed()).isTrue();
            return status;
        }
    }

    /** Returns when the server's loop has run what it had to run. */
    private void awaitSeen() {
        try (RawClient other = server.client()) {
            other.get("/live.json");
        }
        server.loops.next().submit(() -> {}).syncUninterruptibly();
    }
}

package dev.freshet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.freshet.cache.SnapshotCache;
import dev.freshet.config.Address;
import dev.freshet.config.AdminConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.Patience;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the admin listener makes of bytes that a well-behaved client does not send. Confined to the test's thread. */
final class AdminWireTest {
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LIVE_AND_CLOSE = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final SettableClock clock = new SettableClock();
    private AdminServer server = server(AdminLimits.DEFAULT);

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /health/live\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void whatIsNotHttpIsABadRequestAndTheEnd(String sent) throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send(sent).send(LIVE).readToEnd())
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .endsWith("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                            + "\"detail\":\"The request is not HTTP/1.1.\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/live HTTP/1.1\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            })
    void aRequestWithoutOneHostIsABadRequest(String sent) throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send(sent).readToEnd()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        }
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            String response = raw.send("GET /" + "a".repeat(60_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .readToEnd();

            assertThat(response).startsWith("HTTP/1.1 414 ");
        }
    }

    @Test
    void aHeaderSectionThatIsTooLargeIsRefused() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            String fields = "X: %s\r\n".formatted("a".repeat(1000)).repeat(60);

            assertThat(raw.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void contentThatIsTooLargeIsRefusedWithoutReadingIt() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            String response = raw.send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n")
                    .readToEnd();

            assertThat(response)
                    .startsWith("HTTP/1.1 413 ")
                    .endsWith("\"detail\":\"The content is too large (expected: at most 65536 bytes).\"}");
        }
    }

    @Test
    void aRefusedClientMayFinishSendingWithoutAReset() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            raw.send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 413 ");

            assertThatCode(() -> {
                        for (int i = 0; i < 200; i++) {
                            raw.send("a".repeat(1000));
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anotherMajorVersionIsNotSupported() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").readToEnd()).startsWith("HTTP/1.1 505 ");
        }
    }

    @Test
    void aTargetInAbsoluteFormIsServed() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send("GET http://a/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void anHttp10RequestIsServedAndTheConnectionCloses() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send("GET /health/live HTTP/1.0\r\n\r\n").readToEnd())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
        }
    }

    @Test
    void anHttp10ClientMayKeepTheConnection() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send("GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                            .readTo("live\n"))
                    .containsIgnoringCase("\r\nconnection: keep-alive\r\n");
            assertThat(raw.send(LIVE_AND_CLOSE).readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            String responses = raw.send(LIVE + "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n" + LIVE_AND_CLOSE)
                    .readToEnd();

            assertThat(responses
                            .lines()
                            .filter(line -> line.contains("HTTP/1.1 "))
                            .toList())
                    .hasSize(3)
                    .satisfiesExactly(
                            first -> assertThat(first).endsWith("200 OK"),
                            second -> assertThat(second).endsWith("404 Not Found"),
                            third -> assertThat(third).endsWith("200 OK"));
        }
    }

    @Test
    void aPipelinedRequestWaitsUntilTheResponseBeforeItIsTaken() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        server = server(Map.of("/large", new LargePage(answered)), AdminLimits.DEFAULT);
        try (RawClient raw = new RawClient(server.start())) {
            raw.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".repeat(8));
            raw.read(LargePage.BYTES / 2);

            assertThat(answered).hasValue(1);
        }
    }

    @Test
    void aLengthBesideChunksIsTheEndOfTheConnection() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            String smuggling = "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";

            assertThat(raw.send(smuggling).send(LIVE).readToEnd())
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .containsOnlyOnce("HTTP/1.1 ");
        }
    }

    @Test
    void aRequestInPiecesIsServed() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            for (char each : LIVE_AND_CLOSE.toCharArray()) {
                raw.send(String.valueOf(each));
            }

            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void contentInPiecesIsWaitedFor() throws Exception {
        try (RawClient raw = new RawClient(server.start())) {
            raw.send("POST /metrics HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(raw.readTo("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");

            assertThat(raw.send("ab").send("cd" + LIVE_AND_CLOSE).readToEnd())
                    .startsWith("HTTP/1.1 405 ")
                    .contains("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aClientThatLeavesMidwayLeavesNothingBehind() throws Exception {
        InetSocketAddress at = server.start();
        try (RawClient raw = new RawClient(at)) {
            raw.send(LIVE).readTo("live\n");
            raw.send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\nhalf of it");
        }

        assertThat(answerTo(at, LIVE_AND_CLOSE)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        server = server(new AdminLimits(64, 4096, 8192, 65_536, 1, Duration.ofMillis(100)));
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void aRequestThatStaysUnfinishedIsClosed() throws Exception {
        server = server(new AdminLimits(64, 4096, 8192, 65_536, 1, Duration.ofMillis(100)));
        try (RawClient raw = new RawClient(server.start())) {
            assertThat(raw.send("GET /health/live HTTP/1.1\r\nHost:").readToEnd())
                    .isEmpty();
        }
    }

    @Test
    void aConnectionTooManyIsClosedAndTheOthersAreServed() throws Exception {
        server = server(new AdminLimits(2, 4096, 8192, 65_536, 1, Duration.ofSeconds(30)));
        InetSocketAddress at = server.start();
        try (RawClient first = new RawClient(at);
                RawClient second = new RawClient(at)) {
            first.send(LIVE).readTo("live\n");
            second.send(LIVE).readTo("live\n");

            assertThat(answerTo(at, "")).isEmpty();
            assertThat(first.send(LIVE).readTo("live\n")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void aConnectionThatClosesMakesRoomForAnother() throws Exception {
        server = server(new AdminLimits(1, 4096, 8192, 65_536, 1, Duration.ofSeconds(30)));
        InetSocketAddress at = server.start();
        for (int i = 0; i < 3; i++) {
            try (RawClient raw = new RawClient(at)) {
                raw.send(LIVE_AND_CLOSE).readToEnd();
            }
        }

        assertThat(Patience.until(() -> isServed(at), Duration.ofSeconds(10))).isTrue();
    }

    private static boolean isServed(InetSocketAddress at) {
        try {
            return answerTo(at, LIVE_AND_CLOSE).startsWith("HTTP/1.1 200");
        } catch (IOException _) {
            return false;
        }
    }

    private static String answerTo(InetSocketAddress at, String sent) throws IOException {
        try (RawClient raw = new RawClient(at)) {
            return raw.send(sent).readToEnd();
        }
    }

    private AdminServer server(AdminLimits limits) {
        Readiness readiness = new Readiness(List.of(), new SnapshotCache(1024, Runnable::run), clock);
        return new AdminServer(
                new Address("127.0.0.1", 0),
                Routes.of(
                        new AdminConfig(new Address("127.0.0.1", 0)),
                        readiness,
                        new Metrics(),
                        (_, _) -> new Purging.Purged(0, 0),
                        new NoResources(),
                        clock),
                clock,
                limits);
    }

    private AdminServer server(Map<String, Page> pages, AdminLimits limits) {
        return new AdminServer(new Address("127.0.0.1", 0), new Routes(pages, new Access(Map.of())), clock, limits);
    }

    /** More than the sockets between server and client hold. Thread-safe: counts atomically. */
    private record LargePage(AtomicInteger answered) implements Page {
        static final int BYTES = 32 << 20;

        @Override
        public String summary() {
            return "large";
        }

        @Override
        public Reply answer(FullHttpRequest request) {
            answered.incrementAndGet();
            return new Reply(HttpResponseStatus.OK, "application/octet-stream", new byte[BYTES], Map.of());
        }
    }
}

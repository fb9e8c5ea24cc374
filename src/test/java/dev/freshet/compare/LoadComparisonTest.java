package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.compare.Comparison.Agreement;
import dev.freshet.config.Protocol;
import dev.freshet.observe.Clock;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.RawServer;
import dev.freshet.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole comparisons of two small servers. Confined to the test's thread. */
final class LoadComparisonTest {
    private static final Duration LENGTH = Duration.ofMillis(200);
    private static final Load LOAD =
            new Load(Protocol.HTTP_1_1, 2, 1, null, Duration.ofMillis(100), LENGTH, 2, List.of());

    private final List<String> progress = new ArrayList<>();

    @Test
    void theSameBytesAreTheSame() throws Exception {
        try (RawServer front = RawServer.answering(ok("{}"));
                RawServer origin = RawServer.answering(ok("{}"))) {
            Comparison comparison = compare(front, origin, OriginCounter.unknown());

            assertThat(comparison.agreement()).isEqualTo(Agreement.SAME);
            assertThat(comparison.front().rounds()).hasSize(2);
            assertThat(comparison.front().answered()).isPositive();
            assertThat(comparison.origin().originRequests()).isNull();
            assertThat(comparison.ratio()).isPositive();
            assertThat(comparison.front().address()).isEqualTo("127.0.0.1:" + front.port());
        }
    }

    @Test
    void theSidesTakeTurnsInGoingFirst() throws Exception {
        try (RawServer front = RawServer.answering(ok("{}"));
                RawServer origin = RawServer.answering(ok("{}"))) {
            compare(front, origin, OriginCounter.unknown());

            assertThat(progress)
                    .containsExactly(
                            "probing both sides",
                            "warming up: front, 100 ms",
                            "warming up: origin, 100 ms",
                            "round 1 of 2: front, 200 ms",
                            "round 1 of 2: origin, 200 ms",
                            "round 2 of 2: origin, 200 ms",
                            "round 2 of 2: front, 200 ms",
                            "comparing the bytes again");
        }
    }

    @Test
    void aFrontThatGivesWhatTheOriginGaveBeforeAgreesAfterAChange() throws Exception {
        AtomicInteger version = new AtomicInteger();
        try (RawServer origin = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        peer.send(ok("{\"v\":" + version.incrementAndGet() / 2 + "}"));
                    }
                });
                RawServer front = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        peer.send(ok("{\"v\":" + version.get() / 2 + "}"));
                    }
                })) {
            assertThat(compare(front, origin, OriginCounter.unknown()).agreement())
                    .isEqualTo(Agreement.SAME_AFTER_A_CHANGE);
        }
    }

    @Test
    void aFrontThatGivesOtherBytesIsSaidLoudly() throws Exception {
        try (RawServer front = RawServer.answering(ok("{\"v\":1}"));
                RawServer origin = RawServer.answering(ok("{\"v\":2}"))) {
            Comparison comparison = compare(front, origin, OriginCounter.unknown(), new FastClock());

            assertThat(comparison.agreement()).isEqualTo(Agreement.DIFFERENT);
            assertThat(ComparisonTable.text(comparison)).contains("\nDIFFERENT BYTES: ");
        }
    }

    @Test
    void aSideThatAnswersNoMoreIsNotSaidToDiffer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer front = RawServer.answering(ok("{}"));
                RawServer origin = RawServer.start(peer -> {
                    while (peer.readHead() != null && asked.incrementAndGet() < 3) {
                        peer.send(ok("{}"));
                    }
                })) {
            Comparison comparison = compare(front, origin, OriginCounter.unknown(), new FastClock());

            assertThat(comparison.agreement()).isEqualTo(Agreement.NOT_COMPARED);
            assertThat(ComparisonTable.text(comparison)).contains("NOT COMPARED");
        }
    }

    @Test
    void aShortWarmUpIsRemarkedUpon() throws Exception {
        try (RawServer front = RawServer.answering(ok("{}"));
                RawServer origin = RawServer.answering(ok("{}"))) {
            assertThat(compare(front, origin, OriginCounter.unknown()).remarks())
                    .anyMatch(each -> each.startsWith("The sides were warmed up for 100 ms only"));
        }
    }

    @Test
    void whatTheCounterDoesNotSeeOfTheOriginIsAdded() throws Exception {
        try (RawServer front = RawServer.answering(ok("{}"));
                RawServer origin = RawServer.answering(ok("{}"))) {
            Comparison comparison = compare(front, origin, new Counting());

            assertThat(comparison.front().originRequests()).isEqualTo(2);
            assertThat(comparison.origin().originRequests())
                    .isEqualTo(2 + comparison.origin().latencyMicros().getTotalCount());
        }
    }

    @Test
    void aSideThatFailsTooOftenGetsNoRatio() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer front = RawServer.answering(ok("{}"));
                RawServer origin = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        if (asked.incrementAndGet() % 10 == 5) {
                            peer.send("HTTP/1.1 200 OK\r\nContent-Le");
                            return;
                        }
                        peer.send(ok("{}"));
                    }
                })) {
            Comparison comparison = compare(front, origin, OriginCounter.unknown());

            assertThat(ComparisonTable.trusted(comparison)).isFalse();
            assertThat(ComparisonTable.text(comparison)).contains("NO RATIO").doesNotContain("NaN");
            assertThat(comparison.remarks())
                    .anyMatch(each -> each.startsWith("Origin: ")
                            && each.endsWith("without a complete answer: cut off within the answer."));
        }
    }

    @Test
    void onlyTheEndpointsRefreshesCountWhereThereIsOne() {
        String page = """
                freshet_refreshes_total{endpoint="/live.json",outcome="published"} 7.0
                freshet_refreshes_total{endpoint="/live.json",outcome="unchanged"} 3.0
                freshet_refreshes_total{endpoint="/live.json",outcome="skipped"} 100.0
                freshet_refreshes_total{endpoint="/other.json",outcome="published"} 20.0
                freshet_requests_total{protocol="h2",verdict="pass",status="2xx"} 5.0
                freshet_requests_total{protocol="h2",verdict="hit",status="2xx"} 500.0
                """;

        assertThat(FrontCounter.counted(page, "/live.json")).isEqualTo(10);
        assertThat(FrontCounter.counted(page, "/passed.json")).isEqualTo(35);
    }

    private Comparison compare(RawServer front, RawServer origin, OriginCounter counter) throws Exception {
        return compare(front, origin, counter, new SystemClock());
    }

    private Comparison compare(RawServer front, RawServer origin, OriginCounter counter, Clock clock) throws Exception {
        try (Client client = new Client(1, ClientTls.trustingAnyone(), Duration.ofSeconds(5), clock);
                EmbeddedEngine engine = new EmbeddedEngine(client)) {
            return new LoadComparison(client, engine, LOAD, counter, progress::add).run(url(front), url(origin));
        }
    }

    private static URI url(RawServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/live.json");
    }

    private static String ok(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    /** The machine's time twenty times as fast: who waits for the sides to agree gives up the sooner. Immutable. */
    private record FastClock() implements Clock {
        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return 20 * System.nanoTime();
        }
    }

    /** One request more each time it is read, and none of those made directly. Confined to one thread. */
    private static final class Counting implements OriginCounter {
        private long count;

        @Override
        public @Nullable Long requests() {
            return count++;
        }

        @Override
        public boolean countsDirect() {
            return false;
        }
    }
}

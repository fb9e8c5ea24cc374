package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import dev.freshet.observe.Clock;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RawServer.Script;
import dev.freshet.testing.RefusingPort;
import dev.freshet.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One round against servers that behave and servers that do not, on real sockets. Confined to the test's thread. */
final class EmbeddedEngineTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + GOOD,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\nTrailer: a\r\n\r\n",
            })
    void completeAnswersAreCounted(String answer) throws Exception {
        try (RawServer server = RawServer.answering(answer)) {
            Sample sample = measure(server, Loads.closed(4, SHORT), TIMEOUT);

            assertThat(sample.errors()).isEmpty();
            assertThat(sample.otherStatuses()).isEmpty();
            assertThat(sample.round().answered()).isGreaterThan(10);
            assertThat(sample.latencyMicros().getTotalCount())
                    .isBetween(sample.round().answered(), sample.round().answered() + 4);
            assertThat(sample.round().wireBytes())
                    .isGreaterThanOrEqualTo(sample.round().answered() * answer.length());
            assertThat(server.accepted()).isEqualTo(4);
        }
    }

    @Test
    void everySecondOfTheRoundHasItsOwnFigure() throws Exception {
        try (RawServer server = RawServer.answering(GOOD)) {
            Measurement.Round round = measure(server, Loads.closed(2, Duration.ofMillis(2_100)), TIMEOUT)
                    .round();

            assertThat(round.answeredPerSecond()).hasSize(2).allMatch(each -> each > 0);
            assertThat(round.answeredPerSecond().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isLessThanOrEqualTo(round.answered());
            assertThat(round.clientCpu()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void anAnswerThatClosesItsConnectionIsNoError() throws Exception {
        Script closing = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
        };
        try (RawServer server = RawServer.start(closing)) {
            Sample sample = measure(server, Loads.closed(2, SHORT), TIMEOUT);

            assertThat(sample.errors()).isEmpty();
            assertThat(sample.round().answered()).isGreaterThan(2);
            assertThat(server.accepted()).isGreaterThan(2);
        }
    }

    @Test
    void anAnswerMayEndWithItsConnection() throws Exception {
        Script closing = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\n\r\n{}");
        };
        try (RawServer server = RawServer.start(closing)) {
            Sample sample = measure(server, Loads.closed(2, SHORT), TIMEOUT);

            assertThat(sample.errors()).isEmpty();
            assertThat(sample.round().answered()).isGreaterThan(2);
        }
    }

    @Test
    void whatIsNot2xxIsCountedByStatusAndNotAsAnswered() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")) {
            Sample sample = measure(server, Loads.closed(2, SHORT), TIMEOUT);

            assertThat(sample.otherStatuses()).containsOnlyKeys(503);
            assertThat(sample.round().answered()).isZero();
            assertThat(sample.latencyMicros().getTotalCount()).isZero();
        }
    }

    @Test
    void anAnswerCutOffIsAnError() throws Exception {
        failsWith("cut off within the answer", peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}");
        });
    }

    @Test
    void aChunkedAnswerCutOffIsAnError() throws Exception {
        failsWith("cut off within the answer", peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
        });
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsAnError() throws Exception {
        failsWith("closed without an answer", RawServer.Peer::readHead);
    }

    @Test
    void aResetIsAnError() throws Exception {
        failsWith("connection reset", peer -> {
            peer.readHead();
            peer.reset();
        });
    }

    @Test
    void nonsenseIsAnError() throws Exception {
        failsWith("what came is not HTTP/1.1", peer -> {
            peer.readHead();
            peer.send("220 smtp.example ready\r\n");
            peer.awaitClosed();
        });
    }

    @Test
    void moreBytesThanTheAnswerHasIsAnError() throws Exception {
        failsWith("more bytes than the answer has", peer -> {
            peer.readHead();
            peer.send(GOOD + "x");
            peer.awaitClosed();
        });
    }

    @Test
    void aStallIsAnErrorAfterTheTimeout() throws Exception {
        Duration timeout = Duration.ofMillis(200);
        try (RawServer server = RawServer.start(RawServer.Peer::stall)) {
            Sample sample = measure(server, Loads.closed(2, Duration.ofMillis(500)), timeout);

            assertThat(sample.errors()).containsKey("no answer within 200 ms");
            assertThat(sample.errors().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isBetween(2L, 8L);
            assertThat(sample.round().answered()).isZero();
        }
    }

    @Test
    void aPortWhereNobodyListensIsCountedAndDialledAgain() throws Exception {
        try (RefusingPort nobody = RefusingPort.open();
                Client client = Loads.client(TIMEOUT);
                EmbeddedEngine engine = new EmbeddedEngine(client)) {
            Sample sample = engine.measure(Loads.plain(Side.ORIGIN, nobody.port()), Loads.closed(1, SHORT), SHORT);

            assertThat(sample.errors()).containsOnlyKeys("connection refused");
            assertThat(sample.errors().get("connection refused")).isBetween(2L, 6L);
        }
    }

    @Test
    void agesAndStaleAnswersAreSeen() throws Exception {
        String stale = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nAGE: 17\r\n"
                + "Cache-Status: freshet; hit; ttl=-16; detail=stale\r\n\r\n{}";
        try (RawServer server = RawServer.answering(stale)) {
            Sample sample = measure(server, Loads.closed(1, SHORT), TIMEOUT);

            assertThat(sample.staleness().maxAgeSeconds()).isEqualTo(17);
            assertThat(sample.staleness().markedStale())
                    .isEqualTo(sample.latencyMicros().getTotalCount());
        }
    }

    /** A closed loop would see the stall in one latency per connection; the intended starts see it in every request it held up. */
    @Test
    void atAConstantRateAStallShowsInEveryRequestItHeldUp() throws Exception {
        long stallMillis = 500;
        AtomicBoolean stalled = new AtomicBoolean();
        Script stallsOnce = peer -> {
            for (int count = 1; peer.readHead() != null; count++) {
                if (count == 100 && stalled.compareAndSet(false, true)) {
                    boolean _ = new CountDownLatch(1).await(stallMillis, TimeUnit.MILLISECONDS);
                }
                peer.send(GOOD);
            }
        };
        try (RawServer server = RawServer.start(stallsOnce)) {
            Sample sample = measure(server, Loads.constant(1, 500, Duration.ofSeconds(2)), TIMEOUT);

            assertThat(sample.errors()).isEmpty();
            assertThat(sample.latencyMicros().getTotalCount()).isEqualTo(1_000);
            long late = sample.latencyMicros().getCountBetweenValues(100_000, 10_000_000);
            assertThat(late).as("requests over 100 ms late").isGreaterThanOrEqualTo(180);
            assertThat(sample.latencyMicros().getMaxValue()).isGreaterThanOrEqualTo(490_000);
        }
    }

    @Test
    void whatACrawlingServerOwesAtTheEndIsAnError() throws Exception {
        Script slow = peer -> {
            while (peer.readHead() != null) {
                boolean _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                peer.send(GOOD);
            }
        };
        try (RawServer server = RawServer.start(slow)) {
            Sample sample = measure(server, Loads.constant(1, 500, SHORT), Duration.ofMillis(400));

            long owed = sample.errors().get("not answered within 400 ms after the round");
            assertThat(owed + sample.latencyMicros().getTotalCount()).isEqualTo(150);
            assertThat(owed).isGreaterThan(100);
        }
    }

    @Test
    void everyRequestIsTheOneAskedFor() throws Exception {
        Load load = new Load(
                Protocol.HTTP_1_1,
                1,
                1,
                null,
                Duration.ZERO,
                SHORT,
                1,
                List.of(new Load.RequestField("Accept-Encoding", "br")));
        try (RawServer server = RawServer.answering(GOOD)) {
            measure(server, load, TIMEOUT);

            assertThat(server.heads())
                    .containsOnly("GET /live.json HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nAccept-Encoding: br\r\n\r\n");
        }
    }

    @Test
    void aClientThatStoodStillIsNoticed() throws Exception {
        LeapingClock clock = new LeapingClock();
        Script leapsOnce = peer -> {
            for (int count = 1; peer.readHead() != null; count++) {
                if (count == 20) {
                    clock.leap();
                }
                peer.send(GOOD);
            }
        };
        try (RawServer server = RawServer.start(leapsOnce);
                Client client = new Client(1, ClientTls.trustingAnyone(), TIMEOUT, clock);
                EmbeddedEngine engine = new EmbeddedEngine(client)) {
            Sample sample = engine.measure(Loads.plain(Side.ORIGIN, server.port()), Loads.closed(1, SHORT), SHORT);

            assertThat(sample.round().standstillSeconds()).isBetween(3_600.0, 3_610.0);
        }
    }

    /** The machine slept for an hour, of which the monotonic clock knows nothing. Thread-safe: by a volatile. */
    private static final class LeapingClock implements Clock {
        private final SystemClock real = new SystemClock();
        private volatile long leapMillis;

        void leap() {
            leapMillis = 3_600_000;
        }

        @Override
        public long epochMillis() {
            return real.epochMillis() + leapMillis;
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsGivenUpAfterTheTimeout() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Client client = Loads.client(Duration.ofMillis(200));
                EmbeddedEngine engine = new EmbeddedEngine(client)) {
            Target target = Probe.resolved(Side.FRONT, URI.create("https://127.0.0.1:" + server.port() + "/"), TIMEOUT);

            assertThat(engine.measure(target, Loads.closed(1, SHORT), SHORT).errors())
                    .containsOnlyKeys("TLS: no handshake within 200 ms");
        }
    }

    private static void failsWith(String reason, Script script) throws Exception {
        try (RawServer server = RawServer.start(script)) {
            Sample sample = measure(server, Loads.closed(2, SHORT), TIMEOUT);

            assertThat(sample.errors()).containsOnlyKeys(reason);
            assertThat(sample.otherStatuses()).isEqualTo(Map.of());
            assertThat(sample.round().answered()).isZero();
            assertThat(sample.latencyMicros().getTotalCount()).isZero();
            assertThat(server.defects()).isEmpty();
        }
    }

    private static Sample measure(RawServer server, Load load, Duration timeout) throws Exception {
        try (Client client = Loads.client(timeout);
                EmbeddedEngine engine = new EmbeddedEngine(client)) {
            return engine.measure(Loads.plain(Side.ORIGIN, server.port()), load, load.roundLength());
        }
    }
}

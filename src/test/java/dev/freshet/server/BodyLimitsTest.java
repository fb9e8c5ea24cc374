package dev.freshet.server;

import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.LimitsConfig;
import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds on the bodies of passed requests, over both protocols. */
class BodyLimitsTest {
    private static final int MOST = 20_000;
    private static final LimitsConfig LIMITS = new LimitsConfig(
            100,
            8192,
            Duration.ofSeconds(75),
            Duration.ofSeconds(10),
            100,
            new LimitsConfig.Body(MOST, 512),
            Duration.ofMinutes(10));
    private static final String CHUNKED = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path directory;

    private final CountDownLatch left = new CountDownLatch(1);
    private RawServer origin;
    private TunnelSite site;

    @AfterEach
    void stop() throws IOException {
        site.close();
        origin.close();
    }

    @Test
    void aLengthBeyondTheBoundIsRefusedAtOnceAndNeverPassed() throws Exception {
        serve(Sides.PLAIN, BodyLimitsTest::answerAtTheEnd);
        try (RawClient client = site.client()) {
            client.send("POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + (MOST + 1)
                    + "\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(413);
            site.server.linger();
            assertThat(client.closed()).isTrue();
        }
        assertThat(origin.heads()).isEmpty();
        assertThat(site.server.counted("freshet_client_faults_total{reason=\"bad-request\"} 1.0"))
                .isTrue();
    }

    @Test
    void theLongestBodyThatFitsArrives() throws Exception {
        serve(Sides.PLAIN, BodyLimitsTest::answerAtTheEnd);
        try (RawClient client = site.client()) {
            client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + MOST + "\r\n\r\n" + "x".repeat(MOST));
            assertThat(client.read().text()).isEqualTo("ok");
            client.send(CHUNKED + chunk(MOST) + "0\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("ok");
        }
    }

    @Test
    void chunksThatExceedTheBoundAreRefusedAndTheUpstreamIsLeft() throws Exception {
        serve(Sides.PLAIN, this::readUntilTheClientLeaves);
        try (RawClient client = site.client()) {
            client.send(CHUNKED + chunk(MOST) + chunk(1));

            assertThat(client.read().status()).isEqualTo(413);
            site.server.linger();
            assertThat(client.closed()).isTrue();
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        soon(() -> site.upstreamConnections(0));
    }

    @Test
    void anAnswerThatHasBegunIsCutOff() throws Exception {
        serve(Sides.PLAIN, peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.awaitClosed();
        });
        try (RawClient client = site.client()) {
            client.send(CHUNKED + chunk(1));
            assertThat(client.readHead().status()).isEqualTo(200);
            client.readExactly(4);

            client.send(chunk(MOST));

            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aBodyThatDripsIs408AndTheUpstreamIsLeft() throws Exception {
        serve(Sides.PLAIN, this::readUntilTheClientLeaves);
        try (RawClient client = site.client()) {
            client.send(CHUNKED + chunk(1));
            soon(() -> !origin.heads().isEmpty());
            for (int i = 0; i < 5; i++) {
                site.server.tick();
                client.send(chunk(1)); // never idle
                site.server.clock.advance(Duration.ofSeconds(5));
            }
            site.server.tick();
            assertThat(left.getCount()).isOne();

            site.server.clock.advance(Duration.ofSeconds(6));
            site.server.tick();

            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.field("connection")).isEqualTo("close");
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSlowUpstreamIsNotTheClientsFault() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        origin = RawServer.start(peer -> {
            peer.readHead();
            reads.await();
            peer.in().skipNBytes(100L << 20);
            peer.send(OK);
            peer.stall();
        });
        site = new TunnelSite(Sides.PLAIN, directory, origin.port(), TestServer.LIMITS, 64, 1);
        try (RawClient client = site.client()) {
            client.send("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + (100L << 20) + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            Thread sending = TunnelSite.sendSlowly(client, 100L << 20, sent);
            TunnelSite.awaitStill(sent);
            site.server.tick();
            site.server.clock.advance(Duration.ofSeconds(60));
            site.server.tick();
            reads.countDown();

            assertThat(client.read().text()).isEqualTo("ok");
            sending.join();
        }
    }

    @Test
    void overHttp2ALengthBeyondTheBoundIs413AndTheConnectionGoesOn() throws Exception {
        serve(Sides.CLIENT_TLS, BodyLimitsTest::answerAtTheEnd);
        try (RawHttp2 client = new RawHttp2(site.server.address())) {
            post(client, 1, Integer.toString(MOST + 1));

            assertThat(client.next(1).fields()).contains(":status: 413", "content-type: application/problem+json");
            assertThat(client.next(1).ends()).isTrue();
            assertThat(client.next(1).error()).isZero();
            post(client, 3, "2");
            client.data(3, true, "hi");
            assertThat(client.next(3).fields()).contains(":status: 200");
        }
        assertThat(origin.heads()).hasSize(1);
    }

    @Test
    void overHttp2WhatExceedsTheBoundIs413() throws Exception {
        serve(Sides.CLIENT_TLS, this::readUntilTheClientLeaves);
        try (RawHttp2 client = new RawHttp2(site.server.address())) {
            post(client, 1, null);
            client.data(1, false, "x".repeat(10_000)).data(1, false, "x".repeat(10_000));
            soon(() -> !origin.heads().isEmpty());
            client.data(1, false, "x");

            assertThat(client.next(1).fields()).contains(":status: 413");
            assertThat(client.next(1).ends()).isTrue();
            assertThat(client.next(1).error()).isZero();
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void overHttp2AnAnswerThatHasBegunIsReset() throws Exception {
        serve(Sides.CLIENT_TLS, peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.awaitClosed();
        });
        try (RawHttp2 client = new RawHttp2(site.server.address())) {
            post(client, 1, null);
            assertThat(client.next(1).fields()).contains(":status: 200");
            assertThat(client.data(1, 4)).isEqualTo("half");

            client.data(1, false, "x".repeat(10_001)).data(1, false, "x".repeat(10_001));

            RawHttp2.Frame reset = client.next(1);
            assertThat(reset.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(reset.error()).isEqualTo(8);
        }
    }

    @Test
    void overHttp2ABodyThatDripsIs408WhileOtherStreamsGoOn() throws Exception {
        serve(Sides.CLIENT_TLS, this::readUntilTheClientLeaves);
        site.server.publish(site.server.live, "{}");
        try (RawHttp2 client = new RawHttp2(site.server.address())) {
            post(client, 1, null);
            client.data(1, false, "x");
            soon(() -> !origin.heads().isEmpty());
            site.server.tick();
            site.server.clock.advance(Duration.ofSeconds(29));
            site.server.tick();
            client.headers(3, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/live.json");
            assertThat(client.next(3).fields()).contains(":status: 200");
            site.server.clock.advance(Duration.ofSeconds(2));
            site.server.tick();

            assertThat(client.next(1).fields()).contains(":status: 408");
        }
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void serve(Sides sides, RawServer.Script script) throws Exception {
        origin = RawServer.start(script);
        site = new TunnelSite(sides, directory, origin.port(), LIMITS, 64, 1);
    }

    private static void answerAtTheEnd(RawServer.Peer peer) throws IOException {
        while (peer.readWhole() != null) {
            peer.send(OK);
        }
    }

    private void readUntilTheClientLeaves(RawServer.Peer peer) throws IOException {
        peer.readHead();
        peer.awaitClosed();
        left.countDown();
    }

    private static void post(RawHttp2 client, int stream, String length) throws IOException {
        String[] fields = {":method", "POST", ":scheme", "https", ":authority", "a", ":path", "/p"};
        String[] more = {
            ":method", "POST", ":scheme", "https", ":authority", "a", ":path", "/p", "content-length", length
        };
        client.headers(stream, false, length == null ? fields : more);
    }

    private static String chunk(int bytes) {
        return Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
    }
}

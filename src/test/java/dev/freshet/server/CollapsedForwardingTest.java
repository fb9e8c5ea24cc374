package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.LimitsConfig;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Concurrent misses of one key, over two event loops. */
class CollapsedForwardingTest {
    private static final LimitsConfig LIMITS =
            new LimitsConfig(5000, 8192, Duration.ofSeconds(75), Duration.ofSeconds(10), 100);

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<RawClient> clients = new ArrayList<>();
    private RawServer origin;
    private TestServer server;

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        clients.forEach(RawClient::close);
        server.close();
        origin.close();
    }

    @Test
    void aThousandClientsAtOneMissingKeyAreOneRequest() throws Exception {
        serveHelloWhenReleased();

        ask(1000);
        awaitHeads(1);
        release.countDown();

        for (RawClient each : clients) {
            assertThat(each.read().text()).isEqualTo("hello");
        }
        assertThat(origin.heads()).hasSize(1);
        assertThat(answeredWithoutTheOrigin()).isEqualTo(999);
    }

    @Test
    void whoWaitsIsToldHowHeWasAnswered() throws Exception {
        serveHelloWhenReleased();
        ask(1);
        awaitHeads(1);
        ask(1);
        settle();
        assertThat(clients.get(1).socket().getInputStream().available()).isZero();
        release.countDown();

        assertThat(CachingSite.of(clients.get(0).read()).story()).isEqualTo("200 freshet; fwd=uri-miss; stored");
        assertThat(CachingSite.of(clients.get(1).read()).story()).isEqualTo("200 freshet; fwd=uri-miss; collapsed");
        assertThat(server.counted("freshet_cached_requests_total{result=\"collapsed\"} 1.0"))
                .isTrue();
    }

    @Test
    void nobodyWaitsForMoreThanTheHeadOfAnAnswerThatIsNotForAll() throws Exception {
        CountDownLatch allAsked = new CountDownLatch(20);
        serve(peer -> {
            while (peer.readHead() != null) {
                release.await();
                peer.send("HTTP/1.1 200 OK\r\nCache-Control: private\r\nContent-Length: 5\r\n\r\n");
                allAsked.countDown();
                allAsked.await();
                peer.send("hello");
            }
        });

        ask(20);
        awaitHeads(1);
        release.countDown();

        for (RawClient each : clients) {
            assertThat(CachingSite.of(each.read()).story()).isEqualTo("200 freshet; fwd=uri-miss");
        }
        assertThat(origin.heads()).hasSize(20);
    }

    @Test
    void aThousandClientsOfAnAnswerThatIsNotForAllAskTogetherOnceItIsKnown() throws Exception {
        CountDownLatch allAsked = new CountDownLatch(999);
        serve(2048, peer -> {
            while (peer.readHead() instanceof String) {
                if (peer.number() == 1) {
                    release.await();
                } else {
                    allAsked.countDown();
                    allAsked.await(); // had one of them to wait for another, none would be answered
                }
                peer.send(CachingSite.response(200, "mine", "Cache-Control: no-store", "Connection: close"));
            }
        });

        ask(1000);
        awaitHeads(1);
        settle();
        assertThat(origin.heads()).hasSize(1);
        release.countDown();

        for (RawClient each : clients) {
            assertThat(CachingSite.of(each.read()).story()).isEqualTo("200 freshet; fwd=uri-miss");
        }
        assertThat(origin.heads()).hasSize(1000);
    }

    @Test
    void aKeyThatWasNotForAllIsNotWaitedForAgainForAWhile() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        serve(peer -> {
            while (peer.readHead() instanceof String head) {
                if (head.contains("again")) {
                    both.countDown();
                    both.await();
                }
                peer.send(CachingSite.response(200, "mine", "Cache-Control: no-store"));
            }
        });
        ask(1);
        clients.getFirst().read();

        ask(2, "X: again");

        assertThat(clients.get(1).read().text()).isEqualTo("mine");
        assertThat(clients.get(2).read().text()).isEqualTo("mine");
    }

    @Test
    void aClientThatLeavesDoesNotEndTheFetchThatOthersWaitFor() throws Exception {
        serveHelloWhenReleased();
        ask(1);
        awaitHeads(1);
        ask(5);
        settle();
        clients.removeFirst().close();
        settle();
        release.countDown();

        for (RawClient each : clients) {
            assertThat(each.read().text()).isEqualTo("hello");
        }
        assertThat(origin.heads()).hasSize(1);
    }

    @Test
    void aSlowClientDoesNotHoldUpThoseWhoWaitForItsFetchAndGetsItsAnswerWhenItReads() throws Exception {
        byte[] body = noise(15 << 20);
        serve(peer -> {
            while (peer.readHead() != null) {
                release.await();
                peer.send(headOf(body));
                peer.send(body);
            }
        });
        theOthersGet(body);
        assertThat(origin.heads()).hasSize(1);
        assertThat(isFree())
                .as("what the slow client has still to get is counted")
                .isFalse();
        assertThat(clients.getFirst().read().body()).isEqualTo(body);
        awaitFree();
    }

    @Test
    void aSlowClientGetsWhatTurnsOutTooLongToBeStored() throws Exception {
        byte[] body = noise(17 << 20);
        serve(peer -> {
            while (peer.readHead() != null) {
                release.await();
                peer.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=10\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(body.length) + "\r\n");
                peer.send(body);
                peer.send("\r\n0\r\nEnds: well\r\n\r\n");
            }
        });
        theOthersGet(body);
        assertThat(clients.getFirst().read().body()).isEqualTo(body);
        assertThat(origin.heads()).hasSize(4);
        awaitFree();
    }

    @Test
    void aSlowClientThatLeavesTakesNothingWithIt() throws Exception {
        byte[] body = noise(15 << 20);
        serve(peer -> {
            while (peer.readHead() != null) {
                release.await();
                peer.send(headOf(body));
                peer.send(body, body.length / 2);
                clients.getFirst().close();
                peer.send(Arrays.copyOfRange(body, body.length / 2, body.length));
            }
        });
        theOthersGet(body);
        assertThat(origin.heads()).hasSize(1);
        awaitFree();
    }

    @Test
    void aFaultIsSharedByAllWhoWait() throws Exception {
        serve(peer -> {
            peer.readHead();
            release.await();
        });
        ask(1);
        awaitHeads(1);
        ask(10);
        settle();
        release.countDown();

        for (RawClient each : clients) {
            assertThat(each.read().status()).isEqualTo(502);
        }
        assertThat(origin.heads()).hasSize(2); // the fetch, and its one retry
    }

    @Test
    void whatVariesIsFetchedOnceForEachVariant() throws Exception {
        serve(peer -> {
            while (peer.readHead() instanceof String head) {
                release.await();
                String language = head.contains("Language: de") || head.contains("language: de") ? "hallo" : "hello";
                peer.send(CachingSite.response(200, language, "Cache-Control: max-age=10", "Vary: Accept-Language"));
            }
        });
        ask(50, "Accept-Language: de");
        ask(50, "Accept-Language: en");
        awaitHeads(1);
        settle();
        release.countDown();

        for (int i = 0; i < 100; i++) {
            assertThat(clients.get(i).read().text()).isEqualTo(i < 50 ? "hallo" : "hello");
        }
        assertThat(origin.heads()).hasSize(2);
    }

    /** To everybody, and for everybody. */
    private void serveHelloWhenReleased() throws Exception {
        serve(peer -> {
            while (peer.readHead() != null) {
                release.await();
                peer.send(CachingSite.response(200, "hello", "Cache-Control: max-age=10"));
            }
        });
    }

    private void serve(RawServer.Script script) throws Exception {
        serve(64, script);
    }

    private void serve(int connections, RawServer.Script script) throws Exception {
        origin = RawServer.start(new ServerSocket(0, connections, InetAddress.getLoopbackAddress()), script);
        HurriedLoops loops = TestServer.newLoops(2);
        server = new TestServer(loops, PassingServer.upstream(origin.port(), connections, loops), LIMITS, null);
    }

    private void ask(int count, String... lines) {
        String fields = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
        for (int i = 0; i < count; i++) {
            RawClient client = server.client();
            clients.add(client);
            client.send("GET /thing HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
        }
    }

    private static String headOf(byte[] body) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=10\r\nContent-Length: " + body.length + "\r\n\r\n";
    }

    /** Four ask, of whom the first, whose fetch it is, reads nothing yet; the others do, and get {@code body}. */
    private void theOthersGet(byte[] body) {
        ask(1);
        awaitHeads(1);
        ask(3);
        settle();
        release.countDown();

        for (RawClient each : clients.subList(1, 4)) {
            assertThat(each.read().body()).isEqualTo(body);
        }
    }

    private boolean isFree() {
        return server.counted("freshet_cache_bytes{kind=\"on-the-way\"} 0.0")
                && server.counted("freshet_cache_bytes{kind=\"being-read\"} 0.0");
    }

    private void awaitFree() {
        assertThat(Patience.until(this::isFree, Duration.ofSeconds(10))).isTrue();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void awaitHeads(int count) {
        assertThat(Patience.until(() -> origin.heads().size() >= count, Duration.ofSeconds(10)))
                .isTrue();
    }

    /** Everything sent so far has been read: both loops have answered a request that came later. */
    private void settle() {
        server.publish(server.live, "{}");
        for (int i = 0; i < 2; i++) {
            try (RawClient one = server.client();
                    RawClient other = server.client()) {
                one.get("/live.json");
                other.get("/live.json");
            }
        }
    }

    private long answeredWithoutTheOrigin() {
        return new String(server.metrics.exposition(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("freshet_cached_requests_total{result=\"hit\"}")
                        || line.startsWith("freshet_cached_requests_total{result=\"collapsed\"}"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

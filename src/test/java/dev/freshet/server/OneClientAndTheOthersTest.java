package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cache.PurgeScope;
import dev.freshet.cache.StoredKey;
import dev.freshet.config.Protocol;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client asks for, or is answered, takes nothing from the others. */
class OneClientAndTheOthersTest {
    private static final String SHARED = "Cache-Control: max-age=600";

    @TempDir
    Path directory;

    private CachingSite site;

    @BeforeEach
    void serve() throws Exception {
        site = new CachingSite(Protocol.HTTP_1_1, directory);
        site.answers("for all", SHARED);
    }

    @AfterEach
    void stop() throws IOException {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 406, 416, 431})
    void anErrorThatOneClientGetsLeavesWhatIsStored(int status) throws Exception {
        assertThat(site.get().text()).isEqualTo("for all");
        site.respond(CachingSite.response(status, "no"));
        assertThat(site.get("Cache-Control: no-cache").status()).isEqualTo(status);

        assertThat(site.get().story()).startsWith("200 freshet; hit");
    }

    @Test
    void whatOneClientGetsByHisCredentialsLeavesWhatIsStored() throws Exception {
        site.get();
        site.answers("for one", "Cache-Control: private");
        assertThat(site.get("Cache-Control: no-cache", "Authorization: Basic bWU6bWU=")
                        .text())
                .isEqualTo("for one");

        assertThat(site.get().text()).isEqualTo("for all");
    }

    @Test
    void whatIsForOneClientLeavesWhatIsStored() throws Exception {
        site.get();
        site.answers("for one", "Cache-Control: private");
        assertThat(site.get("Cache-Control: no-cache").text()).isEqualTo("for one");

        assertThat(site.get().text()).isEqualTo("for all");
    }

    @Test
    void whatItsOriginNoLongerAllowsIsNotStoredAnyMore() throws Exception {
        site.get();
        site.answers("now", "Cache-Control: no-store");
        site.get("Cache-Control: no-cache");

        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=uri-miss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad", "401 Who", "404 None", "200 Private"})
    void afterAnOddAnswerOthersStillWaitForEachOther(String odd) throws Exception {
        int status = Integer.parseInt(odd.substring(0, 3));
        site.respond(CachingSite.response(status, "odd", status == 200 ? "Cache-Control: private" : "X: y"));
        site.get();
        site.answers("for all", SHARED.replace("600", "1"));
        site.get();
        site.advance(2);

        assertThat(fetchesOf(20)).isEqualTo(1);
    }

    @Test
    void aPurgeOfSomethingElseLeavesWhatIsOnItsWay() throws Exception {
        CountDownLatch purged = site.holdsBack("for all", SHARED);
        List<RawClient> clients = ask(5);
        await(1);
        site.server.stored.store().purge(new PurgeScope.Url(key("/other")), false);
        site.server.stored.store().purge(new PurgeScope.Tag("other"), false);
        purged.countDown();

        readAll(clients);
        assertThat(site.asked()).isEqualTo(1);
        assertThat(site.get().story()).startsWith("200 freshet; hit");
    }

    @Test
    void aPurgeOfItDoesNot() throws Exception {
        CountDownLatch purged = site.holdsBack("for all", SHARED);
        List<RawClient> clients = ask(1);
        await(1);
        site.server.stored.store().purge(new PurgeScope.Url(key("/thing")), false);
        purged.countDown();

        readAll(clients);
        assertThat(site.get().story()).isEqualTo("200 freshet; fwd=uri-miss; stored");
    }

    @Test
    void whoWaitedBeforeAChangeIsAnsweredAndWhoComesAfterItIsNotAnsweredByWhatWasBefore() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        site.play((head, peer) -> {
            boolean first = peer.number() == 1;
            if (head.startsWith("GET") && first) {
                changed.await();
            }
            peer.send(CachingSite.response(200, first ? "before" : "after", SHARED));
            return true;
        });
        List<RawClient> before = ask(5);
        await(1);
        assertThat(site.ask("POST", "/thing").status()).isEqualTo(200);
        List<RawClient> after = ask(5);
        await(3); // the first, the change, and one for those who came after it
        changed.countDown();

        before.forEach(each -> assertThat(each.read().text()).isEqualTo("before"));
        after.forEach(each -> assertThat(each.read().text()).isEqualTo("after"));
        assertThat(site.asked()).isEqualTo(3);
        before.forEach(RawClient::close);
        after.forEach(RawClient::close);
    }

    @Test
    void clientsThatTakeNothingHoldNoMoreThanTheRoomForBodies() throws Exception {
        String body = "0".repeat(1 << 20);
        site.answers(body, SHARED);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(site.server.client());
            clients.getLast().send("GET /" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        await(20);
        for (RawClient each : clients) {
            assertThat(each.read().text()).hasSize(1 << 20);
            each.close();
        }
        assertThat(Patience.until(
                        () -> site.server.counted("freshet_cache_bytes{kind=\"on-the-way\"} 0.0"),
                        Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void whoseWindowIsShutGetsTheBodyOutOfTheCopyThatIsMadeForTheOthers() throws Exception {
        String body = "0123456789abcdef".repeat(1 << 18);
        try (CachingSite secure = new CachingSite(Protocol.HTTP_2, directory.resolve("secure"));
                RawHttp2 slow = new RawHttp2(secure.server.address())) {
            CountDownLatch waiting = secure.holdsBack(body, SHARED);
            slow.initialWindow(0).headers(1, true, request(secure, "/thing"));
            assertThat(Patience.until(() -> secure.asked() == 1, Duration.ofSeconds(10)))
                    .isTrue();
            var others = secure.getTogether(3);
            secure.server.publish(secure.server.live, "{}");
            secure.ask("GET", "/live.json"); // everything sent so far has been read
            waiting.countDown();
            for (var each : others) {
                assertThat(each.get(30, TimeUnit.SECONDS).equals(body)).isTrue();
            }
            assertThat(secure.server.counted("freshet_cache_bytes{kind=\"being-read\"} 0.0"))
                    .as("what the slow client has still to get is counted")
                    .isFalse();
            slow.windowUpdate(1, body.length()).windowUpdate(0, body.length());
            assertThat(slow.next(1).fields()).contains(":status: 200");
            assertThat(slow.rest(1).equals(body)).isTrue();
            assertThat(secure.origin.heads()).hasSize(1);
        }
    }

    @Test
    void whoHoldsTooMuchOfWhatIsStoredIsCutOffAndNobodyElse() throws Exception {
        String body = "0123456789abcde".repeat(1 << 20);
        try (CachingSite secure = new CachingSite(Protocol.HTTP_2, directory.resolve("secure"));
                RawHttp2 greedy = new RawHttp2(secure.server.address());
                RawHttp2 another = new RawHttp2(secure.server.address());
                RawHttp2 modest = new RawHttp2(secure.server.address())) {
            secure.answers(body, SHARED);
            modest.initialWindow(0);
            another.initialWindow(0);
            greedy.initialWindow(0);
            takesNothing(secure, modest, 1, 0);
            for (int i = 1; i < 4; i++) {
                takesNothing(secure, greedy, 2 * i - 1, i);
            }
            takesNothing(secure, another, 1, 4);

            awaitCount(secure, "freshet_client_faults_total{reason=\"slow-reader\"} 1.0");
            assertThatThrownBy(() -> greedy.next(99)).isInstanceOf(IOException.class);
            modest.windowUpdate(1, body.length()).windowUpdate(0, body.length());
            assertThat(modest.rest(1).equals(body)).isTrue();
            another.reset(1);
            awaitCount(secure, "freshet_cache_bytes{kind=\"being-read\"} 0.0");
        }
    }

    @Test
    void whoHoldsTooManyVersionsOfAnEndpointIsCutOffAndNobodyElse() throws Exception {
        String body = "0123456789abcde".repeat(1 << 20);
        try (CachingSite secure = new CachingSite(Protocol.HTTP_2, directory.resolve("secure"));
                RawHttp2 greedy = new RawHttp2(secure.server.address());
                RawHttp2 another = new RawHttp2(secure.server.address());
                RawClient modest = new RawClient(TrustsAnybody.connect(secure.server.address()))) {
            another.initialWindow(0);
            greedy.initialWindow(0);
            secure.server.publish(secure.server.live, '"' + body + '"');
            modest.send("GET /live.json HTTP/1.1\r\nHost: localhost\r\n\r\n").readHead();
            for (int i = 0; i < 4; i++) {
                secure.server.publish(secure.server.live, '"' + body + i + '"');
                greedy.headers(2 * i + 1, true, request(secure, "/live.json"));
                assertThat(greedy.next(2 * i + 1).fields()).contains(":status: 200");
            }
            assertThat(secure.server.counted("freshet_client_faults_total{reason=\"slow-reader\"} 0.0"))
                    .isTrue();
            secure.server.publish(secure.server.live, '"' + body + "another" + '"');
            another.headers(1, true, request(secure, "/live.json"));
            assertThat(another.next(1).fields()).contains(":status: 200");

            awaitCount(secure, "freshet_client_faults_total{reason=\"slow-reader\"} 1.0");
            assertThat(new String(modest.readExactly(body.length() + 2), StandardCharsets.US_ASCII)
                            .equals('"' + body + '"'))
                    .isTrue();
            awaitCount(secure, "freshet_cache_bytes{kind=\"being-read\"} 0.0");
        }
    }

    @Test
    void whoPausesTheUpstreamGivesUpTheRoomThatOthersNeed() throws Exception {
        String body = "0123456789abcde".repeat(1 << 20);
        try (CachingSite secure = new CachingSite(Protocol.HTTP_2, directory.resolve("secure"));
                RawHttp2 slow = new RawHttp2(secure.server.address())) {
            secure.answers(body, SHARED);
            slow.initialWindow(0).headers(1, true, request(secure, "/slow"));
            assertThat(slow.next(1).fields()).contains(":status: 200");

            assertThat(Patience.until(
                            () -> {
                                secure.server.tick();
                                return secure.server.counted("freshet_cache_bytes{kind=\"on-the-way\"} 0.0");
                            },
                            Duration.ofSeconds(10)))
                    .isTrue();
            slow.windowUpdate(1, body.length()).windowUpdate(0, body.length());
            assertThat(slow.rest(1).equals(body)).isTrue();
        }
    }

    @Test
    void storedIsSaidOnlyOfWhatThereIsRoomFor() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        String head = "HTTP/1.1 200 OK\r\n" + SHARED + "\r\nContent-Length: " + (15 << 20) + "\r\n\r\n";
        site.play((request, peer) -> {
            if (request.startsWith("GET /first ")) {
                peer.send(head);
                more.await();
                peer.send("x".repeat(15 << 20));
            } else {
                peer.send(CachingSite.response(200, "y".repeat(2 << 20), SHARED));
            }
            return true;
        });
        try (RawClient first = site.server.client()) {
            first.send("GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(first.readHead().field("cache-status")).isEqualTo("freshet; fwd=uri-miss; stored");

            assertThat(site.ask("GET", "/second").cacheStatus()).isEqualTo("freshet; fwd=uri-miss");
            assertThat(site.ask("GET", "/second").cacheStatus()).isEqualTo("freshet; fwd=uri-miss");
            more.countDown();
            first.readExactly(15 << 20);
        }
        assertThat(site.ask("GET", "/second").cacheStatus()).isEqualTo("freshet; fwd=uri-miss; stored");
        assertThat(site.ask("GET", "/second").story()).startsWith("200 freshet; hit");
    }

    /** Asks for a response that is stored, of which the store lets go, and the client does not. */
    private static void takesNothing(CachingSite secure, RawHttp2 client, int stream, int thing) throws Exception {
        assertThat(secure.ask("GET", "/" + thing).status()).isEqualTo(200);
        client.headers(stream, true, request(secure, "/" + thing));
        assertThat(client.next(stream).fields())
                .filteredOn(each -> each.startsWith("cache-status"))
                .singleElement()
                .asString()
                .contains("freshet; hit");
        secure.server.stored.store().invalidate(StoredKey.of("https", authority(secure), "/" + thing));
    }

    private static String[] request(CachingSite secure, String path) {
        return new String[] {":method", "GET", ":scheme", "https", ":authority", authority(secure), ":path", path};
    }

    private static String authority(CachingSite secure) {
        return "localhost:" + secure.server.address().getPort();
    }

    private static void awaitCount(CachingSite secure, String line) {
        assertThat(Patience.until(() -> secure.server.counted(line), Duration.ofSeconds(10)))
                .as(line)
                .isTrue();
    }

    /** How many requests reach the origin when so many clients ask at once. */
    private int fetchesOf(int count) throws Exception {
        int before = site.asked();
        CountDownLatch go = site.holdsBack("for all", SHARED);
        List<RawClient> clients = ask(count);
        await(before + 1);
        site.server.publish(site.server.live, "{}");
        try (RawClient later = site.server.client()) {
            later.get("/live.json"); // everything sent so far has been read
        }
        go.countDown();
        readAll(clients);
        return site.asked() - before;
    }

    private List<RawClient> ask(int count) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(site.server.client());
            clients.getLast().send("GET /thing HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        return clients;
    }

    private void await(int asked) {
        assertThat(Patience.until(() -> site.asked() >= asked, Duration.ofSeconds(10)))
                .isTrue();
    }

    private static void readAll(List<RawClient> clients) {
        clients.forEach(each -> assertThat(each.read().text()).isEqualTo("for all"));
        clients.forEach(RawClient::close);
    }

    private static StoredKey key(String target) {
        return StoredKey.of("http", "localhost", target);
    }
}

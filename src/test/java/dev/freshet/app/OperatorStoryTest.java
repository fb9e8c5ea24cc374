package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stories of an operator at the admin listener of the whole server. */
final class OperatorStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TOKEN = "f00df00df00df00df00df00d";

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<String> said = new AtomicReference<>("{\"votes\":1}");

    @TempDir
    private Path directory;

    @Test
    void everyResourceIsListedAsItStands() throws Exception {
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            RawClient.Answer list = operator.get("/endpoints");
            assertThat(list.status()).isEqualTo(200);
            assertThat(list.field("content-type")).isEqualTo("application/json");
            assertThat(list.text())
                    .startsWith("{\"resources\":[{\"path\":\"/live.json\",\"host\":null,")
                    .contains("\"source\":\"upstream api /live.json\"", "\"version\":1", "\"bytes\":{\"identity\":11}")
                    .contains("\"outcome\":\"", "\"nextTick\":\"", "\"paused\":null", "\"pinned\":null");
            assertThat(operator.get("/endpoints/live.json").text())
                    .startsWith("{\"path\":\"/live.json\",\"host\":null,\"endpoint\":\"/live.json\"");

            RawClient.Answer payload = operator.get("/payload/live.json");
            assertThat(payload.text()).isEqualTo("{\"votes\":1}");
            assertThat(payload.field("etag")).isEqualTo(client(freshet).field("etag"));
            assertThat(operator.get("/payload/live.json?version=9").status()).isEqualTo(404);
        }
    }

    @Test
    void whatAnOperatorPinsIsServedAsFreshAndThenTheNewestGood() throws Exception {
        try (LogCapture log = new LogCapture();
                RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            String tag = client(freshet).field("etag");

            RawClient.Answer pinned = put(operator, "/pin/live.json?for=10m", "{\"votes\":\"by hand\"}");
            assertThat(pinned.status()).isEqualTo(200);
            RawClient.Answer served = client(freshet);
            assertThat(served.text()).isEqualTo("{\"votes\":\"by hand\"}");
            assertThat(served.field("etag")).isEqualTo(pinned.field("etag")).isNotEqualTo(tag);
            assertThat(served.field("age")).isEqualTo("0");
            assertThat(served.field("cache-status")).isEqualTo("freshet; hit; ttl=1; detail=pinned");

            said.set("{\"votes\":2}");
            awaitTrue(
                    () -> operator.get("/endpoints/live.json").text().contains("\"earlierVersions\":[{\"version\":1,"));
            assertThat(client(freshet).text()).isEqualTo("{\"votes\":\"by hand\"}");
            assertThat(operator.ask("DELETE", "/pin/live.json").status()).isEqualTo(200);
            assertThat(client(freshet).text()).isEqualTo("{\"votes\":2}");

            assertThat(operator.ask("POST", "/pin/live.json?version=1&for=10m").field("etag"))
                    .isEqualTo(tag);
            assertThat(client(freshet).text()).isEqualTo("{\"votes\":1}");
            assertThat(audit(log))
                    .containsExactly(
                            "act=pin resource=/live.json from=127.0.0.1 token=- status=200 outcome=pinned version=2 for=600s",
                            "act=unpin resource=/live.json from=127.0.0.1 token=- status=200 outcome=unpinned version=3",
                            "act=pin resource=/live.json from=127.0.0.1 token=- status=200 outcome=pinned version=1 for=600s");
        }
    }

    @Test
    void aPausedResourceIsNotFetchedUntilItIsResumed() throws Exception {
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            assertThat(operator.ask("POST", "/pause/live.json?for=1h").text()).contains("\"outcome\":\"paused\"");
            awaitTrue(() -> paused(operator) > 3);
            int before = fetches.get();
            long later = paused(operator) + 3;
            awaitTrue(() -> paused(operator) > later);
            assertThat(fetches).hasValue(before);
            assertThat(operator.get("/health/ready").status()).isEqualTo(200);

            assertThat(operator.ask("POST", "/refresh/live.json").status()).isEqualTo(202);
            awaitTrue(() -> fetches.get() == before + 1);
            assertThat(operator.ask("POST", "/resume/live.json").status()).isEqualTo(200);
            awaitTrue(() -> fetches.get() > before + 3);
        }
    }

    @Test
    void actsTakeATokenWhereThereIsOneAndTheAuditSaysWhose() throws Exception {
        Files.writeString(directory.resolve("ci.token"), TOKEN + "\n");
        try (LogCapture log = new LogCapture();
                RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, ", tokens: { ci: ci.token }");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            assertThat(operator.get("/endpoints").status()).isEqualTo(200);
            RawClient.Answer refused = operator.ask("POST", "/refresh/live.json");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("www-authenticate")).isEqualTo("Bearer realm=\"freshet\"");
            assertThat(operator.ask("POST", "/purge?tag=a").status()).isEqualTo(401);
            assertThat(operator.ask("POST", "/refresh/live.json", "Authorization: Bearer " + TOKEN)
                            .status())
                    .isEqualTo(202);
            assertThat(operator.ask(
                                    "POST",
                                    "/refresh/live.json",
                                    "Authorization: Bearer " + TOKEN,
                                    "Origin: https://evil.example")
                            .status())
                    .isEqualTo(403);

            assertThat(audit(log))
                    .containsExactly(
                            "act=refresh resource=/live.json from=127.0.0.1 token=- status=401 outcome=refused",
                            "act=purge resource=- from=127.0.0.1 token=- status=401 outcome=refused",
                            "act=refresh resource=/live.json from=127.0.0.1 token=ci status=202 outcome=refreshing",
                            "act=refresh resource=/live.json from=127.0.0.1 token=- status=403 outcome=refused");
            assertThat(log.messages()).noneMatch(each -> each.contains(TOKEN));
        }
    }

    @Test
    void whoeverMayNotActIsToldBeforeTheContentIsRead() throws Exception {
        Files.writeString(directory.resolve("ci.token"), TOKEN);
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, ", tokens: { ci: ci.token }");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            operator.send("PUT /pin/live.json?for=1m HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
            assertThat(operator.read().status()).isEqualTo(401);
            assertThat(operator.closed()).isTrue();
        }
    }

    @Test
    void aPayloadBeyondTheGatesSizeIsRefusedAsItComes() throws Exception {
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient told = new RawClient(freshet.adminAddress());
                RawClient chunked = new RawClient(freshet.adminAddress())) {
            told.send("PUT /pin/live.json?for=1m HTTP/1.1\r\nHost: a\r\nContent-Length: 200001\r\n\r\n");
            assertThat(told.read().status()).isEqualTo(413);

            chunked.send("PUT /pin/live.json?for=1m HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            chunked.send("186a0\r\n" + "1".repeat(100_000) + "\r\n").send("186a0\r\n" + "1".repeat(100_000) + "\r\n");
            chunked.send("1\r\n1\r\n");
            assertThat(chunked.read().status()).isEqualTo(413);
        }
    }

    @Test
    void onlySoManyLargePayloadsAreOnTheirWayAtOnce() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            String large = "PUT /pin/live.json?for=1m HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 100000\r\n\r\n";
            for (int i = 0; i < 8; i++) {
                slow.add(new RawClient(freshet.adminAddress()));
                assertThat(slow.getLast().send(large).readHead().status()).isEqualTo(100);
            }
            try (RawClient ninth = new RawClient(freshet.adminAddress())) {
                assertThat(ninth.send(large).readHead().status()).isEqualTo(503);
            }
            assertThat(put(operator, "/pin/live.json?for=1m", "1").status()).isEqualTo(200);

            slow.removeFirst().close();
            assertThat(slow.removeFirst()
                            .send('"' + "1".repeat(99_998) + '"')
                            .read()
                            .status())
                    .isEqualTo(200);
            awaitTrue(() -> {
                try (RawClient next = new RawClient(freshet.adminAddress())) {
                    return next.send(large).readHead().status() == 100;
                }
            });
        } finally {
            slow.forEach(RawClient::close);
        }
    }

    @Test
    void aClientThatDripsAPayloadKeepsNobodyWaiting() throws Exception {
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient slow = new RawClient(freshet.adminAddress());
                RawClient operator = new RawClient(freshet.adminAddress())) {
            slow.send("PUT /pin/live.json?for=1m HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n12");

            assertThat(operator.ask("POST", "/refresh/live.json").status()).isEqualTo(202);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /endpoints/none.json,                      404, There is no such resource",
        "GET,    /endpoints/live.json?host=a.example,       404, There is no such resource",
        "GET,    /endpoints/live.json?hots=a,               400, means nothing here (expected: host)",
        "GET,    /endpoints/live.json?host=a&host=b,        400, host: given more than once",
        "GET,    /endpoints/live.json?host=%zz,             400, not well-formed",
        "GET,    /payload/live.json?version=0,              400, version (expected: a whole number from 1)",
        "GET,    /payload/live.json?version=1e3,            400, version (expected",
        "GET,    /pin/live.json,                            405, The page answers PUT",
        "POST,   /endpoints/live.json,                      405, The page answers GET",
        "PUT,    /endpoints/live.json,                      405, 'Its payload is fetched, not put here'",
        "PUT,    /pin/live.json,                            400, for: missing",
        "PUT,    /pin/live.json?for=25h,                    400, within 1s..24h",
        "PUT,    /pin/live.json?for=0s,                     400, within 1s..24h",
        "PUT,    /pin/live.json?for=10,                     400, a duration such as 10m",
        "PUT,    /pin/live.json?for=10m&force=yes,          400, force (expected: true or false)",
        "PUT,    /pin/live.json?for=10m,                    422, too-small: 0 bytes",
        "PUT,    /pin/live.json?for=10m&version=1,          400, means nothing here",
        "POST,   /pin/live.json?for=10m,                    400, version: missing",
        "POST,   /pin/live.json?for=10m&version=77,         404, Version 77 is not kept",
        "DELETE, /pin/live.json,                            409, Nothing is pinned",
        "POST,   /resume/live.json,                         409, It is not paused",
        "POST,   /pause/live.json?for=99999999999d,         400, within 1s..30d",
        "POST,   /pause/none.json,                          404, There is no such resource",
        "POST,   /pause//live.json,                         404, There is no such resource",
        "POST,   /pause,                                    404, There is no such page",
        "BREW,   /pin/live.json,                            405, The page answers"
    })
    void whatMakesNoSenseGetsOneClearSentence(String method, String target, int status, String sentence)
            throws Exception {
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            RawClient.Answer answer = operator.ask(method, target);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.text()).contains(sentence);
        }
    }

    @Test
    void aPayloadMustBeOfTheEndpointsTypeWholeAndWithoutACoding() throws Exception {
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "");
                RawClient operator = new RawClient(freshet.adminAddress())) {
            String target = "/pin/live.json?for=1m";
            assertThat(put(operator, target, "{}", "Content-Type: text/html").status())
                    .isEqualTo(415);
            assertThat(put(operator, target, "{}", "Content-Encoding: gzip").status())
                    .isEqualTo(415);
            assertThat(put(operator, target, "{}", "Content-Range: bytes 0-1/2").status())
                    .isEqualTo(400);
            RawClient.Answer broken = put(operator, target, "{\"secret\":}");
            assertThat(broken.status()).isEqualTo(422);
            assertThat(broken.text()).contains("The gate refuses the payload: json: line 1, column");
        }
    }

    /** Whatever the target, the answer is a client's fault or fine, and the connection goes on or ends in order. */
    @Test
    void noTargetBringsTheListenerDown() throws Exception {
        SplittableRandom random = new SplittableRandom(20261121);
        List<String> parts = List.of(
                "/endpoints",
                "/payload",
                "/pin",
                "/pause",
                "/live.json",
                "/",
                "//",
                "?",
                "&",
                "=",
                "for=1m",
                "host=",
                "version=1",
                "%2f",
                "%",
                "%00",
                "..",
                "http://a",
                ";",
                "#",
                "[",
                "\u00e9",
                "force=true",
                ":",
                "@",
                "*");
        try (RawServer origin = RawServer.start(this::whatIsSaid);
                Freshet freshet = start(origin, "")) {
            for (int i = 0; i < 400; i++) {
                StringBuilder target = new StringBuilder(i % 3 == 0 ? "" : "/endpoints/");
                for (int parted = random.nextInt(1, 7); parted > 0; parted--) {
                    target.append(parts.get(random.nextInt(parts.size())));
                }
                String method = List.of("GET", "PUT", "POST", "DELETE").get(random.nextInt(4));
                try (RawClient operator = new RawClient(freshet.adminAddress())) {
                    assertThat(operator.ask(method, target.toString()).status())
                            .as(method + " " + target)
                            .isIn(200, 202, 400, 404, 405, 409, 422);
                }
            }
        }
    }

    private Freshet start(RawServer origin, String admin) throws Exception {
        String yaml = """
                listeners:
                  - address: 127.0.0.1:0
                admin: { address: 127.0.0.1:0%s }
                upstreams: { api: { servers: [ http://127.0.0.1:%d ] } }
                endpoints:
                  - path: /live.json
                    source: { upstream: api }
                    refresh: 100ms
                    gate: { max-size: 200000B }
                """.formatted(admin, origin.port());
        Configuration configuration = ConfigurationReader.read(yaml, directory.resolve("freshet.yaml"));
        return Freshet.start(configuration, new SystemClock());
    }

    private void whatIsSaid(RawServer.Peer peer) throws IOException {
        while (peer.readHead() != null) {
            fetches.incrementAndGet();
            String json = said.get();
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                    + "\r\n\r\n" + json);
        }
    }

    private static RawClient.Answer client(Freshet freshet) {
        try (RawClient client = new RawClient(freshet.addresses().getFirst())) {
            return client.get("/live.json");
        }
    }

    private static RawClient.Answer put(RawClient operator, String target, String payload, String... lines) {
        StringBuilder head = new StringBuilder("PUT " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String each : lines) {
            head.append(each).append("\r\n");
        }
        int length = payload.getBytes(StandardCharsets.ISO_8859_1).length;
        return operator.send(head + "Content-Length: " + length + "\r\n\r\n" + payload)
                .read();
    }

    private static long paused(RawClient operator) {
        return operator.get("/metrics")
                .text()
                .lines()
                .filter(each -> each.contains("outcome=\"paused\"} "))
                .mapToLong(each -> (long) Double.parseDouble(each.substring(each.indexOf("} ") + 2)))
                .sum();
    }

    private static List<String> audit(LogCapture log) {
        return log.events().stream()
                .filter(each -> each.getLoggerName().equals("dev.freshet.audit"))
                .map(each -> each.getFormattedMessage())
                .toList();
    }

    private static void awaitTrue(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}

package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories of a publisher without a server: it puts its payload on the admin listener. */
final class PushStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void whatIsPutIsPublishedAtOnceAndStaysNew() throws Exception {
        try (LogCapture log = new LogCapture();
                Freshet freshet = start("");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            log.await("/pushed.json: waits for its first PUT");
            assertThat(client(freshet).status()).isEqualTo(503);
            assertThat(publisher.get("/health/ready").status()).isEqualTo(503);

            RawClient.Answer first = put(publisher, "{\"n\":1}");
            assertThat(first.status()).isEqualTo(201);
            assertThat(first.text()).contains("\"outcome\":\"created\",\"version\":1,\"etag\":");
            assertThat(log.messages()).noneMatch(each -> each.contains("good again"));
            RawClient.Answer served = client(freshet);
            assertThat(served.text()).isEqualTo("{\"n\":1}");
            assertThat(served.field("etag")).isEqualTo(first.field("etag"));
            assertThat(served.field("cache-control")).isEqualTo("public, max-age=1");
            assertThat(publisher.get("/health/ready").status()).isEqualTo(200);

            assertThat(put(publisher, "{\"n\":2}").status()).isEqualTo(200);
            assertThat(client(freshet).text()).isEqualTo("{\"n\":2}");
            assertThat(put(publisher, "{\"n\":2}").text()).contains("\"outcome\":\"unchanged\",\"version\":2");

            awaitTrue(() -> {
                assertThat(client(freshet).field("age")).isEqualTo("0");
                assertThat(client(freshet).field("cache-status")).isEqualTo("freshet; hit; ttl=1");
                return ageMillis(publisher) > 1500;
            });
        }
    }

    @Test
    void whatTheGateRefusesIsToldToThePublisherAndNothingElseChanges() throws Exception {
        try (LogCapture log = new LogCapture();
                Freshet freshet = start(", gate: { required: [/n], not-older: /n }");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            put(publisher, "{\"n\":5}");

            RawClient.Answer older = put(publisher, "{\"n\":4}");
            assertThat(older.status()).isEqualTo(422);
            assertThat(older.text()).contains("The gate refuses the payload: older: /n: 4 (expected: not before 5");
            assertThat(put(publisher, "{\"m\":4}").status()).isEqualTo(422);
            assertThat(put(publisher, "{\"n\":").status()).isEqualTo(422);
            assertThat(put(publisher, "<p>", "Content-Type: text/html").status())
                    .isEqualTo(415);
            assertThat(client(freshet).text()).isEqualTo("{\"n\":5}");
            assertThat(publisher.get("/metrics").text())
                    .contains("freshet_gate_refusals_total{endpoint=\"/pushed.json\",reason=\"older\"} 1.0");
            log.await("act=put resource=/pushed.json from=127.0.0.1 token=- status=422 outcome=refused reason=older");
            assertThat(log.messages())
                    .filteredOn(each -> each.startsWith("act="))
                    .noneMatch(each -> each.contains("/n"));
        }
    }

    @Test
    void anUpdateOverAnotherThanTheOneThatWasSeenIsRefused() throws Exception {
        try (Freshet freshet = start("");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            assertThat(put(publisher, "1", "If-Match: *").status()).isEqualTo(412);
            String first = put(publisher, "1").field("etag");
            String second = put(publisher, "2", "If-Match: " + first).field("etag");

            assertThat(put(publisher, "3", "If-Match: " + first).status()).isEqualTo(412);
            assertThat(put(publisher, "3", "If-Match: W/" + second).status()).isEqualTo(412);
            assertThat(client(freshet).text()).isEqualTo("2");
            assertThat(put(publisher, "3", "If-Match: \"x\", " + second).status())
                    .isEqualTo(200);
            assertThat(put(publisher, "4", "If-Match: *").status()).isEqualTo(200);
        }
    }

    @Test
    @MayWarn("the publisher falls silent")
    void aFallbackAnswersWhereNothingWasPutForTooLong() throws Exception {
        Files.writeString(directory.resolve("instead.json"), "\"instead\"");
        try (Freshet freshet = start(", fallback: { file: instead.json }, refresh: 100ms, max-stale: 2s");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            assertThat(client(freshet).text()).isEqualTo("\"instead\"");

            assertThat(put(publisher, "\"put\"").status()).isEqualTo(200);
            assertThat(client(freshet).text()).isEqualTo("\"put\"");
            awaitTrue(() -> client(freshet).text().equals("\"instead\""));
            assertThat(put(publisher, "\"put\"").status()).isEqualTo(200);
            assertThat(client(freshet).text()).isEqualTo("\"put\"");
        }
    }

    @Test
    void whatWasPutSurvivesARestartAndWhatWasPinnedDoesNot() throws Exception {
        String state = "state: state\n";
        String tag;
        try (Freshet freshet = start(state, "");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            tag = put(publisher, "{\"n\":1}").field("etag");
            publisher
                    .send("PUT /pin/pushed.json?for=1h HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
                    .read();
            assertThat(client(freshet).text()).isEqualTo("{}");
            freshet.stop();
        }

        try (Freshet freshet = start(state, "");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            RawClient.Answer served = client(freshet);
            assertThat(served.text()).isEqualTo("{\"n\":1}");
            assertThat(served.field("etag")).isEqualTo(tag);
            assertThat(served.field("age")).isEqualTo("0");
            assertThat(put(publisher, "{\"n\":2}", "If-Match: " + tag).text()).contains("\"version\":2");
        }
    }

    @Test
    void aPausedResourceTakesNothing() throws Exception {
        try (Freshet freshet = start("");
                RawClient publisher = new RawClient(freshet.adminAddress())) {
            publisher.ask("POST", "/pause/pushed.json");
            assertThat(put(publisher, "1").status()).isEqualTo(409);
            publisher.ask("POST", "/resume/pushed.json");
            assertThat(put(publisher, "1").status()).isEqualTo(201);
        }
    }

    private Freshet start(String more) throws Exception {
        return start("", more);
    }

    private Freshet start(String root, String more) throws Exception {
        String yaml = """
                listeners:
                  - address: 127.0.0.1:0
                admin: { address: 127.0.0.1:0 }
                %sendpoints:
                  - { path: /pushed.json, source: push%s }
                """.formatted(root, more);
        Configuration configuration = ConfigurationReader.read(yaml, directory.resolve("freshet.yaml"));
        return Freshet.start(configuration, new SystemClock());
    }

    private static RawClient.Answer client(Freshet freshet) {
        try (RawClient client = new RawClient(freshet.addresses().getFirst())) {
            return client.get("/pushed.json");
        }
    }

    private static RawClient.Answer put(RawClient publisher, String payload, String... lines) {
        StringBuilder head = new StringBuilder("PUT /endpoints/pushed.json HTTP/1.1\r\nHost: localhost\r\n");
        for (String each : lines) {
            head.append(each).append("\r\n");
        }
        return publisher
                .send(head + "Content-Length: " + payload.length() + "\r\n\r\n" + payload)
                .read();
    }

    private static long ageMillis(RawClient publisher) {
        String view = publisher.get("/endpoints/pushed.json").text();
        return Long.parseLong(view.replaceFirst(".*\"ageMillis\":([0-9]+).*", "$1"));
    }

    private static void awaitTrue(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }
}

package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, and those after them. */
final class RestartTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String JSON = "{\"votes\":1}";
    private static final String RESPONSE = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            ETag: "origins"\r
            Content-Length: 11\r
            \r
            """ + JSON;

    @TempDir
    private Path directory;

    @Test
    void whatAKilledProcessServedIsServedByTheNextWithoutTheOrigin() throws Exception {
        RawServer origin = RawServer.answering(RESPONSE);
        int port = origin.port();
        String tag;
        try (ChildServer first = start("first", port)) {
            await(() -> !files().isEmpty());
            tag = get(first, "").field("etag");
            first.kill();
        }
        origin.close();

        try (ChildServer second = start("second", port)) {
            RawClient.Answer answer = get(second, "");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(JSON);
            assertThat(answer.field("etag")).isEqualTo(tag);
            assertThat(Integer.parseInt(answer.field("age"))).isBetween(0, 300);
            assertThat(get(second, "If-None-Match: " + tag + "\r\n").status()).isEqualTo(304);
            assertThat(second.log()).contains("restored 1 of 1 resources");
            await(() -> get(second, "").field("cache-status").endsWith("; detail=stale"));

            try (RawServer back = RawServer.start(
                    new ServerSocket(port, 8, InetAddress.getLoopbackAddress()), RestartTest::refuseAll)) {
                await(() -> !back.heads().isEmpty());
                assertThat(back.heads().getFirst().toLowerCase(Locale.ROOT)).contains("if-none-match: \"origins\"");
            }
        }
    }

    @Test
    void aFileThatWasDamagedIsToldAndNotServed() throws Exception {
        RawServer origin = RawServer.answering(RESPONSE);
        int port = origin.port();
        try (ChildServer first = start("first", port)) {
            await(() -> !files().isEmpty());
            first.kill();
        }
        origin.close();
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 40] ^= 1;
        Files.write(file, bytes);

        try (ChildServer second = start("second", port)) {
            assertThat(get(second, "").status()).isEqualTo(503);
            assertThat(second.log())
                    .contains(file.getFileName() + " is ignored: /live.json: damaged: its checksum does not fit");
        }
    }

    @Test
    void ofTwoProcessesOneWritesAndTheOtherTakesOverWhenItEnds() throws Exception {
        try (RawServer origin = RawServer.answering(RESPONSE);
                ChildServer first = start("first", origin.port())) {
            await(() -> !files().isEmpty());
            try (ChildServer second = start("second", origin.port())) {
                assertThat(get(second, "").status()).isEqualTo(200);
                await(() -> second.log().contains("not kept: another process writes to "));
                assertThat(second.log()).contains("restored 1 of 1 resources");

                first.kill();
                await(() -> second.log().contains("what is published is kept again"));
            }
        }
    }

    @Test
    void aStopWritesWhatIsLeftAndLeavesTheFolderToTheNext() throws Exception {
        try (RawServer origin = RawServer.answering(RESPONSE);
                ChildServer first = start("first", origin.port())) {
            await(() -> get(first, "").status() == 200);
            assertThat(first.stop()).isZero();
            assertThat(files()).hasSize(1);
        }
    }

    private ChildServer start(String name, int origin) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        return ChildServer.start(own, yaml(origin));
    }

    private static void refuseAll(RawServer.Peer peer) throws IOException {
        while (peer.readHead() != null) {
            peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private static void await(BooleanSupplier condition) {
        assertThat(Patience.until(condition, SOON)).isTrue();
    }

    private List<Path> files() {
        Path state = directory.resolve("state");
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.filter(each -> each.toString().endsWith(".snapshot")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawClient.Answer get(ChildServer server, String fields) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        try (RawClient client = new RawClient(address)) {
            client.send("GET /live.json HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
            return client.read();
        }
    }

    private static String yaml(int origin) {
        return """
                listeners: [{ address: 127.0.0.1:0 }]
                admin: { address: 127.0.0.1:0 }
                upstreams: { api: { servers: ["http://127.0.0.1:%d"] } }
                endpoints:
                  - { path: /live.json, source: { upstream: api }, refresh: 500ms, max-stale: 5m }
                state: ../state
                start-deadline: 1s
                """.formatted(origin);
    }
}

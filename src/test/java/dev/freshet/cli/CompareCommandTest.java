package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.RawServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code freshet compare} as a user types it. Confined to the test's thread. */
final class CompareCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-c 0 | --connections: 0 (expected: 1..20000)",
                "--rate 0 | --rate: 0 (expected: 1..1000000)",
                "--rounds 0 | --rounds: 0 (expected: 1..100)",
                "--duration 50ms | --duration: 50ms (expected: 100ms or more)",
                "--timeout 0s | --timeout: 0ms (expected: 100ms or more)",
                "--threads 0 | --threads: 0 (expected: 1..64)",
                "--protocol h3 | --protocol: h3 (expected: h1 or h2)",
                "--streams 2 | --streams: 2 (expected: 1, or --protocol h2)",
                "--protocol h2 --streams 0 | --streams: 0 (expected: 1..1000)",
                "-H nonsense | --header: nonsense (expected: 'Name: value' of visible ASCII characters)",
                "-H Connection:close | --header: Connection:close (expected: a field that says nothing of connection or body)",
                "--front ftp://x/ --origin http://y/ | --front: ftp://x/ (expected: an http or https URL with a host, such as https://localhost:8443/live.json)",
                "--front http://x/ --origin http://y:99999/ | --origin: http://y:99999/ (expected: a port of 1..65535)",
                "--front http://me@x/ --origin http://y/ | --front: http://me@x/ (expected: a URL without a user; --header 'Authorization: ...' sends one)",
                "--front http://x/#a --origin http://y/ | --front: http://x/#a (expected: a URL without #, which no server gets to see)",
                "--front http://x/ | --origin is missing (expected: a URL beside that of --front; without both, the demo is measured)",
                "--admin :9900 | --admin: :9900 (expected: an http or https URL with a host, such as http://127.0.0.1:9900)",
                "--engine ab | --engine: ab (expected: freshet, wrk or h2load)",
                "--engine wrk --protocol h2 | --engine: wrk speaks HTTP/1.1 only (expected: --protocol h1, or --engine h2load)",
                "--engine wrk --rate 5 | --engine: wrk knows no constant rate (expected: no --rate, or --engine freshet)",
                "--engine wrk -d 1500ms | --engine: wrk counts whole seconds (expected: --duration 1s, 2s, ..., or --engine freshet)",
                "--engine h2load --rate 5 | --engine: h2load counts a request from when it was sent, not from when it was due (expected: no --rate, or --engine freshet)",
                "--engine h2load --threads 2 | --engine: h2load (expected: no --threads, or freshet)",
                "--report nowhere/x.html | --report: nowhere/x.html cannot be written: there is no such folder",
                "--report src | --report: src cannot be written: it is a folder",
                "--json nowhere/x.json | --json: nowhere/x.json cannot be written: there is no such folder",
                "--report x --json ./x | --json: ./x (expected: another file than that of --report)",
                "--admin http://127.0.0.1:9900 | --admin: http://127.0.0.1:9900 (expected: only with --front and --origin)",
                "--ca missing.pem --front http://x/ --origin http://y/ | --ca: missing.pem does not exist (expected: a PEM file)",
            })
    void aWrongOptionIsOneLine(String line, String expected) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("freshet: " + expected + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSideThatCannotBeMeasuredIsOneLine() throws Exception {
        try (RawServer origin = RawServer.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                RawServer front = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
            String at = "http://127.0.0.1:";

            assertThat(run("--front", at + front.port() + "/a", "--origin", at + origin.port() + "/a"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("freshet: origin: " + at + origin.port() + "/a (127.0.0.1:" + origin.port()
                            + "): answers 404 (expected: 2xx)\n");
        }
    }

    @Test
    void jsonWithoutAFileIsAllThatIsPrinted() throws Exception {
        assertThat(runPair("--json", "-H", "Authorization: Bearer 4711")).isEqualTo(0);
        assertThat(out.toString())
                .startsWith("{\"version\":1,")
                .containsOnlyOnce("\n")
                .contains("\"command\":\"freshet compare --front http://127.0.0.1:")
                .contains("-H 'Authorization: (hidden)'\"")
                .contains("{\"name\":\"Authorization\",\"value\":\"(hidden)\"}")
                .doesNotContain("4711");
    }

    @Test
    void theFilesAreWrittenAndNamedUnderTheTable() throws Exception {
        Path page = folder.resolve("x.html");
        Path json = folder.resolve("x.json");

        assertThat(runPair("--report", page.toString(), "--json", json.toString()))
                .isEqualTo(0);
        assertThat(out.toString())
                .startsWith("front   http://127.0.0.1:")
                .endsWith("The report is in " + page + ".\nThe JSON is in " + json + ".\n");
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("freshet compare --front");
        assertThat(json).content().startsWith("{\"version\":1,");
    }

    private int runPair(String... more) throws Exception {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        try (RawServer origin = RawServer.answering(ok);
                RawServer front = RawServer.answering(ok)) {
            String at = "http://127.0.0.1:";
            List<String> args = new ArrayList<>(List.of("--front", at + front.port() + "/a", "--origin"));
            args.addAll(List.of(at + origin.port() + "/a", "-d", "100ms", "--rounds", "1", "-c", "2"));
            args.addAll(List.of("--warm-up", "0s"));
            args.addAll(List.of(more));
            return run(args.toArray(String[]::new));
        }
    }

    @Test
    void anAdminListenerThatIsNoneIsOneLine() throws Exception {
        try (RawServer other = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
            String at = "http://127.0.0.1:" + other.port();

            assertThat(run("--front", "http://127.0.0.1:1/", "--origin", "http://127.0.0.1:2/", "--admin", at))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("freshet: --admin: " + at
                            + " (expected: the admin listener of a running Freshet, see its /metrics)\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h1", "h2"})
    @Timeout(180)
    void theDemosOwnPairIsMeasuredAndStopped(String protocol) {
        long childrenBefore = ProcessHandle.current().children().count();

        int status = run(
                "--protocol",
                protocol,
                "-c",
                "10",
                "-d",
                "500ms",
                "--rounds",
                "2",
                "--warm-up",
                "500ms",
                "--certs",
                folder.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(status).isEqualTo(0);
        assertThat(out.toString())
                .containsPattern("front   https://localhost:\\d+/live.json at 127.0.0.1:\\d+\n")
                .containsPattern("requests/s +[\\d,]+ +[\\d,]+ +[\\d.,]+\n")
                .containsPattern("errors +0 +0\n")
                .containsPattern("not 2xx +0 +0\n")
                .containsPattern("highest Age +\\d s +-\n")
                .containsPattern("origin requests +\\d{1,2} +[\\d,]+\n")
                .contains("the front gave what the origin had given");
        assertThat(ProcessHandle.current().children().count()).isEqualTo(childrenBefore);
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("compare"));
        all.addAll(List.of(args));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }
}

package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.RefusingPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line in this process, its output captured. Confined to the test's thread. */
final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "check -h",
                "demo --help",
                "origin --help",
                "compare --help",
                "certs --help",
                "help",
                "help serve"
            })
    void helpIsPrintedAndFine(String line) {
        assertThat(run(line.split(" "))).isEqualTo(0);
        assertThat(out.toString()).contains("Usage: freshet").contains("Exit status:");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve --version", "check -V", "demo --version", "certs --version"})
    void theVersionIsPrintedAndFine(String line) {
        assertThat(run(line.split(" "))).isEqualTo(0);
        assertThat(out.toString()).startsWith("freshet ").contains("(Java 25").hasLineCount(1);
    }

    @Test
    void noCommandIsAnsweredWithTheUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("serve", "check", "demo", "certs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "demo --por=1 | freshet demo: unknown option: --por=1 (did you mean --port?)",
                "serve --confg=x -c f | freshet serve: unknown option: --confg=x (did you mean --config?)",
                "serve --bogus | freshet serve: unknown option: --bogus",
                "serve freshet.yaml | freshet serve: unknown command or argument: freshet.yaml (did you mean --config=freshet.yaml?)",
                "chekc | freshet: unknown command or argument: chekc (did you mean check?)",
            })
    void aMisspeltWordIsAnsweredWithTheNearest(String line, String expected) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "serve | Missing required option: '--config=FILE'",
                "demo --port=many | 'many' is not a whole number",
                "demo --port=70000 | --port: 70000 (expected: 0..65535)",
                "demo --origin-delay=5h | 5h (expected: a duration of at most 60m, such as 50ms, 10s or 2m)",
                "demo --origin-delay=61m | 61m (expected: a duration of at most 60m, such as 50ms, 10s or 2m)",
                "origin --listen=9000 | 9000 (expected: HOST:PORT, such as 127.0.0.1:9000)",
            })
    void aWrongValueIsSaidInTwoLinesAtMost(String line, String expected) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(expected);
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void aConfigurationThatIsNotThereIsWrongInput() {
        String file = folder.resolve("none.yaml").toString();

        assertThat(run("check", "-c", file)).isEqualTo(2);
        assertThat(err.toString()).contains(file).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void certsMakesWhatAListenerNeeds() {
        Path certs = folder.resolve("certs");

        assertThat(run("certs", "--dir", certs.toString(), "--name", "box.example"))
                .isEqualTo(0);
        assertThat(certs).isDirectoryContaining("glob:**/ca.crt").isDirectoryContaining("glob:**/localhost.key");
        assertThat(out.toString()).contains(certs.resolve("localhost.crt").toString());
    }

    @Test
    void certsNamesFilesThatAnyConfigurationFinds() {
        run("certs", "--dir", fromHere(folder));

        assertThat(out.toString())
                .contains("{ chain: " + folder.resolve("localhost.crt") + ", key: " + folder.resolve("localhost.key"))
                .contains("--cacert " + folder.resolve("ca.crt"));
    }

    @Test
    void certsMadeForOtherNamesAreReplacedOnlyByForce() {
        String[] first = {"certs", "--dir", folder.toString(), "--name", "foo.example"};
        String[] other = {"certs", "--dir", folder.toString(), "--name", "bar.example", "--force"};
        run(first);
        out.getBuffer().setLength(0);

        assertThat(run(first)).isEqualTo(0);
        assertThat(out.toString()).startsWith("nothing to do: " + folder.resolve("localhost.crt"));
        assertThat(run(Arrays.copyOf(other, 5))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("freshet: " + folder.resolve("localhost.crt")
                        + " is there already; it names localhost, 127.0.0.1, ::1, foo.example and lacks bar.example"
                        + " (--force makes everything there anew)\n");
        assertThat(run(other)).isEqualTo(0);
    }

    @Test
    void theDemoTakesCertificatesMadeForOtherNamesToo() throws CommandFailed {
        run("certs", "--dir", folder.toString(), "--name", "foo.example");

        assertThat(Certificates.ensure(folder, List.of(), false).written()).isEmpty();
    }

    @Test
    void aNameThatIsNoneIsWrongInput() {
        assertThat(run("certs", "--dir", folder.toString(), "--name", "two words"))
                .isEqualTo(2);
        assertThat(err.toString()).isEqualTo("freshet: --name: two words (expected: a DNS name or an IP address)\n");
    }

    @Test
    void whatTheDemoPrintsAsItsConfigurationIsFine() throws IOException {
        String certs = fromHere(folder.resolve("certs"));
        run("certs", "--dir", certs);
        assertThat(run("demo", "--print-config", "--certs", certs, "--redis")).isEqualTo(0);
        Path file = Files.createDirectory(folder.resolve("conf")).resolve("demo.yaml");
        Files.writeString(file, out.toString().substring(out.toString().indexOf("# What")));

        assertThat(run("check", "-c", file.toString())).isEqualTo(0);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains(file + ": fine: 1 listener, 9 endpoints, 1 upstream, 1 Redis, pass to origin");
    }

    @Test
    void checkCountsTemplatesApart() throws IOException {
        Path file = folder.resolve("freshet.yaml");
        Files.writeString(file, """
                listeners: [{ address: 127.0.0.1:0 }]
                upstreams: { api: { servers: ["http://127.0.0.1:9000"] } }
                endpoints:
                  - { path: /a.json, source: { upstream: api } }
                  - { path: "/b/{id}.json", source: { upstream: api } }
                """);

        assertThat(run("check", "-c", file.toString())).isEqualTo(0);
        assertThat(out.toString())
                .isEqualTo(
                        file + ": fine: 1 listener, 2 endpoints (1 exact, 1 template), 1 upstream, 0 Redis, no pass\n");
    }

    @Test
    void checkLooksIntoTheSchemas() throws IOException {
        Path file = folder.resolve("freshet.yaml");
        Files.writeString(folder.resolve("a.json"), "{}");
        Files.writeString(folder.resolve("a.schema.json"), "{\"properties\":{\"votes\":{\"type\":\"whole\"}}}");
        Files.writeString(file, """
                listeners: [{ address: 127.0.0.1:0 }]
                endpoints:
                  - { path: /a.json, source: { file: a.json }, gate: { schema: a.schema.json } }
                """);

        assertThat(run("check", "-c", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(file + ": endpoints[0].gate.schema: " + folder.resolve("a.schema.json")
                        + ": /properties/votes/type: ")
                .endsWith(" (expected: a JSON Schema of 2020-12)\n")
                .hasLineCount(1);
    }

    @Test
    void checkLooksIntoTheCertificates() throws IOException {
        run("certs", "--dir", folder.resolve("certs").toString());
        run("demo", "--print-config", "--certs", folder.resolve("certs").toString());
        Path file = folder.resolve("demo.yaml");
        Files.writeString(file, out.toString().substring(out.toString().indexOf("# What")));
        Files.writeString(folder.resolve("certs/localhost.crt"), "no certificate");

        assertThat(run("check", "-c", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(file.toString())
                .contains("localhost.crt")
                .hasLineCount(1);
    }

    @Test
    void theDemoSaysWhichOptionChangesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("demo", "--port", port, "--certs", folder.toString()))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains(port + " is taken")
                    .contains("--port")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "demo --host 192.0.2.1 --port 0 | (choose another with --host; 0.0.0.0 is every interface)",
                "origin --listen 192.0.2.1:0 | (choose another with --listen)"
            })
    void anAddressOfAnotherMachineIsNotCalledTaken(String line, String remedy) {
        String certs = line.startsWith("demo") ? " --certs " + folder : "";

        assertThat(run((line + certs).split(" "))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("freshet: 192.0.2.1 is not an address of this machine " + remedy + "\n");
    }

    @Test
    void aRedisThatDoesNotAnswerIsSaidOnceAndInPlainWords() {
        try (RefusingPort nobody = RefusingPort.open()) {
            String uri = "redis://127.0.0.1:" + nobody.port();

            assertThat(run("demo", "--redis=" + uri, "--port=0", "--origin-port=0", "--certs=" + folder))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("freshet: --redis: 127.0.0.1:" + nobody.port()
                            + ": connection refused (expected: a running Redis; --redis alone starts one)\n");
        }
    }

    @Test
    void theOriginSaysWhichOptionChangesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertThat(run("origin", "--listen", address)).isEqualTo(1);
            assertThat(err.toString()).isEqualTo("freshet: " + address + " is taken (choose another with --listen)\n");
        }
    }

    @Test
    void whatNobodyExpectedIsOneLine() {
        int status = new Failures(new PrintWriter(err, true)).report(new IllegalStateException("one\ntwo"));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("freshet: internal error: java.lang.IllegalStateException: one"
                        + " (run with FRESHET_LOG=debug for the details)\n");
    }

    /** As it is written in the working directory. */
    private static String fromHere(Path path) {
        return Path.of("").toAbsolutePath().relativize(path).toString();
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}

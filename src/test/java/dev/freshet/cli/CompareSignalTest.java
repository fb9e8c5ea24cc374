package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.Patience;
import dev.freshet.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison that is told to end before it did. Confined to the test's thread. */
final class CompareSignalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    @Timeout(120)
    void theStatusIsThatOfTheSignal(String signal, int status) throws Exception {
        try (RawServer front = RawServer.answering(OK);
                RawServer origin = RawServer.answering(OK)) {
            Process running = start("--front", url(front), "--origin", url(origin), "-c", "3", "--warm-up", "0s");
            try {
                assertThat(Patience.until(() -> front.heads().size() > 10, PATIENCE))
                        .isTrue();
                signal(running.pid(), signal);

                assertThat(said(running)).isEqualTo("freshet: stopped\n");
                assertThat(running.waitFor()).isEqualTo(status);
            } finally {
                running.destroyForcibly();
            }
        }
    }

    @Test
    @Timeout(120)
    void theDemoEndsWithIt() throws Exception {
        Process running = start();
        try {
            assertThat(Patience.until(() -> running.children().findAny().isPresent(), PATIENCE))
                    .isTrue();
            ProcessHandle demo = running.children().findAny().orElseThrow();
            signal(running.pid(), "TERM");

            assertThat(said(running)).isEqualTo("freshet: stopped\n");
            assertThat(running.waitFor()).isEqualTo(143);
            assertThat(Patience.until(() -> !demo.isAlive(), PATIENCE)).isTrue();
        } finally {
            running.destroyForcibly();
        }
    }

    private static Process start(String... args) throws Exception {
        List<String> command = new ArrayList<>(heedingSignals());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "compare"));
        command.addAll(List.of(args));
        Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
        running.getOutputStream().close();
        return running;
    }

    /** Who runs these tests in the background of a shell ignores SIGINT, and so would every process below. */
    private static List<String> heedingSignals() throws Exception {
        List<String> env = List.of("env", "--default-signal=INT");
        List<String> probe = Stream.concat(env.stream(), Stream.of("true")).toList();
        return new ProcessBuilder(probe).start().waitFor() == 0 ? env : List.of();
    }

    private static void signal(long pid, String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static String said(Process running) throws Exception {
        return new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String url(RawServer server) {
        return "http://127.0.0.1:" + server.port() + "/live.json";
    }
}

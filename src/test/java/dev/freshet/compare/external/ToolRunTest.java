package dev.freshet.compare.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.LoadEngine;
import dev.freshet.compare.Sample;
import dev.freshet.compare.Target;
import dev.freshet.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools as processes, with scripts in their place. Confined to the test's thread, but for one it interrupts. */
final class ToolRunTest {
    private static final Target TARGET = Loads.target("https://localhost/live.json");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(InstalledTool.class)
    void aToolThatIsNotInstalledIsNamedWithItsPackage(InstalledTool tool) {
        assertThatThrownBy(() -> tool.engine(folder + ":"))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessageMatching("(wrk|h2load) is not on PATH \\(Debian's package (wrk|nghttp2-client) has it\\)");
    }

    @Test
    void wrkIsRunAtTheAddressOfTheTarget() throws Exception {
        String say = "[ \"$1\" = -v ] && { echo 'wrk debian/4.1.0-3+b2 [epoll] Copyright'; exit 1; }\n"
                + "echo \"$FRESHET_ADDRESS:$FRESHET_PORT\" > '%s'\ngrep -q 'function done' \"$2\" && cat '%s'";
        Path address = folder.resolve("address");
        Loads.script(folder, "wrk", say.formatted(address, captured("wrk.txt")));

        try (LoadEngine wrk = InstalledTool.WRK.engine(folder.toString())) {
            Sample sample = wrk.measure(TARGET, Loads.http1(), SECOND);

            assertThat(wrk.name()).isEqualTo("wrk 4.1.0");
            assertThat(sample.round().answered()).isEqualTo(167);
            assertThat(address).hasContent("127.0.0.1:8443");
        }
    }

    @Test
    void h2loadIsRunAndItsLogIsRead() throws Exception {
        String say = "case $1 in --version) echo 'h2load nghttp2/1.52.0'; exit;; esac\n"
                + "cat '%s' >> \"${1#--log-file=}\"\ncat '%s'";
        Loads.script(folder, "h2load", say.formatted(captured("h2load.tsv"), captured("h2load.txt")));

        try (LoadEngine h2load = InstalledTool.H2LOAD.engine(folder.toString())) {
            assertThat(h2load.name()).isEqualTo("h2load 1.52.0");
            assertThat(h2load.measure(TARGET, Loads.http2(), SECOND).round().answered())
                    .isEqualTo(412);
            assertThat(h2load.measure(TARGET, Loads.http2(), SECOND).round().answered())
                    .as("the second round does not count the first again")
                    .isEqualTo(412);
        }
    }

    @Test
    void aToolThatFailsIsQuoted() throws Exception {
        Loads.script(folder, "wrk", "echo 'unable to connect to localhost:https Connection refused' >&2; exit 1");

        try (LoadEngine wrk = InstalledTool.WRK.engine(folder.toString())) {
            assertThatThrownBy(() -> wrk.measure(TARGET, Loads.http1(), SECOND))
                    .isInstanceOf(ComparisonProblemException.class)
                    .hasMessage("wrk failed: unable to connect to localhost:https Connection refused");
        }
    }

    @Test
    void nothingIsLeftInTheFolderOfTemporaryFiles() throws Exception {
        Path seen = folder.resolve("seen");
        Loads.script(folder, "wrk", "echo \"$2\" > '" + seen + "'; exit 1");
        try (LoadEngine wrk = InstalledTool.WRK.engine(folder.toString())) {
            assertThatThrownBy(() -> wrk.measure(TARGET, Loads.http1(), SECOND)).isNotNull();
            assertThat(Path.of(Files.readString(seen).strip())).exists();
            wrk.close();
        }

        assertThat(Path.of(Files.readString(seen).strip())).doesNotExist();
    }

    @Test
    void whatAProgramUsedIsCountedToItsEnd() throws Exception {
        Path busy = Loads.script(folder, "busy", "n=0; while [ $n -lt 300000 ]; do n=$((n + 1)); done; times");

        ChildProcess.Finished finished = ChildProcess.run(List.of(busy.toString()), Map.of(), PATIENCE);

        Matcher own = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s").matcher(finished.output());
        assertThat(own.find()).isTrue();
        double seconds = Double.parseDouble(own.group(2)) + Double.parseDouble(own.group(4));
        assertThat(finished.cpu().toMillis() / 1e3).isBetween(seconds - 0.02, seconds + 0.1);
    }

    @Test
    void theNameOfTheProgramMayLookLikeFields() {
        String stat = "42 (a) b 9 9) S 1 42 42 0 -1 4194304 1 2 3 4 5 6 150 50 20 0 1 0 100";

        assertThat(EndedChildren.cpu(stat)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aToolThatDoesNotEndIsEnded() throws IOException {
        Path pid = folder.resolve("pid");
        Path tool = Loads.script(folder, "stuck", "echo $$ > '" + pid + "'; exec tail -f /dev/null");

        assertThatThrownBy(() -> ChildProcess.run(List.of(tool.toString()), Map.of(), SECOND))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessage("stuck did not end within 1 s");
        assertThatItEnds(pid);
    }

    @Test
    void aToolIsEndedWithTheThreadThatWaitsForIt() throws Exception {
        Path pid = folder.resolve("pid");
        Path tool = Loads.script(folder, "stuck", "echo $$ > '" + pid + "'; exec tail -f /dev/null");
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                ChildProcess.run(List.of(tool.toString()), Map.of(), Duration.ofMinutes(1));
            } catch (InterruptedException _) {
                interrupted.set(true);
            } catch (ComparisonProblemException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(Patience.until(() -> pid.toFile().length() > 1, PATIENCE)).isTrue();

        waiting.interrupt();
        waiting.join();

        assertThat(interrupted).isTrue();
        assertThatItEnds(pid);
    }

    @Test
    void aToolThatPrintsForEverIsEnded() throws IOException {
        Path tool = Loads.script(folder, "chatty", "exec yes");

        assertThatThrownBy(() -> ChildProcess.run(List.of(tool.toString()), Map.of(), Duration.ofMinutes(1)))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessageStartingWith("chatty printed more than " + ChildProcess.MOST_BYTES + " bytes");
    }

    @Test
    void whatIsNoProgramDoesNotStart() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "");

        assertThatThrownBy(() -> ChildProcess.run(List.of(file.toString()), Map.of(), SECOND))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessageStartingWith("text does not start: ");
    }

    private static void assertThatItEnds(Path pid) throws IOException {
        long number = Long.parseLong(Files.readString(pid).strip());
        assertThat(Patience.until(
                        () -> ProcessHandle.of(number)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty(),
                        PATIENCE))
                .isTrue();
    }

    private static Path captured(String name) {
        return Loads.CAPTURED.resolve(name).toAbsolutePath();
    }
}

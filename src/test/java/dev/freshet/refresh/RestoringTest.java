package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.GateConfig;
import dev.freshet.refresh.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in the state folder and not served. */
final class RestoringTest {
    private static final String PATH = Processes.PATH;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path root;

    private Processes processes;

    @BeforeEach
    void open() throws Exception {
        processes = new Processes(root);
    }

    @AfterEach
    void close() throws Exception {
        processes.close();
    }

    @Test
    void whatIsTooOldIsNotRestored() throws Exception {
        processes.firstPublishes("1");

        ScriptedSource after = processes.next(Duration.ofSeconds(61));
        CompletableFuture<Void> started = bench().restart();

        assertThat(bench().snapshot(PATH)).isNull();
        assertThat(started).isNotDone();
        assertThat(after.calls()).hasSize(1);
        assertThatTheWarning()
                .contains(StateFolder.open(root).path(PATH) + " is ignored: /live.json: ")
                .endsWith("s old (expected: at most 60s, which is max-stale)");
    }

    @Test
    void whatIsFromTheFutureIsIgnoredWithAWarning() throws Exception {
        processes.firstPublishes("1");

        processes.restart(Duration.ofSeconds(-3600));

        assertThat(bench().snapshot(PATH)).isNull();
        assertThatTheWarning().contains("is ignored: /live.json: it is from the future");
    }

    @Test
    void aDamagedFileIsIgnoredWithAWarning() throws Exception {
        processes.firstPublishes("1");
        Path file = StateFolder.open(root).path(PATH);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        processes.next(SECOND).always(fresh("2"));
        bench().restart();

        assertThat(bench().text(PATH)).isEqualTo("2");
        assertThatTheWarning().contains("damaged: its checksum does not fit").contains(file.toString());
    }

    @Test
    void aTruncatedFileIsIgnoredWithAWarning() throws Exception {
        processes.firstPublishes("1");
        Path file = StateFolder.open(root).path(PATH);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));

        processes.restart(SECOND);

        assertThat(bench().snapshot(PATH)).isNull();
        assertThat(bench().log.warnings())
                .containsExactly("state: " + file + " is ignored: /live.json: damaged: its checksum does not fit");
    }

    @Test
    void theFileOfAnotherEndpointIsIgnoredWithAWarning() throws Exception {
        processes.first();
        bench().add("/other.json").always(fresh("1"));
        bench().restart();
        bench().advance(Duration.ofSeconds(2));
        StateFolder folder = StateFolder.open(root);
        Files.copy(folder.path("/other.json"), folder.path(PATH));

        processes.restart(SECOND);

        assertThat(bench().snapshot(PATH)).isNull();
        assertThat(bench().log.warnings())
                .containsExactlyInAnyOrder(
                        "state: " + folder.path("/other.json") + " is ignored: it is of no endpoint there is now",
                        "state: " + folder.path(PATH) + " is ignored: /live.json: it is of other endpoints");
    }

    @Test
    void whatCameFromAnotherSourceIsIgnoredWithAWarning() throws Exception {
        processes.firstPublishes("1");

        processes.next(SECOND).describedAs("another");
        bench().restart();

        assertThat(bench().snapshot(PATH)).isNull();
        assertThatTheWarning().endsWith("it is from another source, scripted");
    }

    @Test
    void damagedConfirmationsMakeAnAgeTooOldAndNeverTooYoung() throws Exception {
        processes.first().always(fresh("1"));
        bench().restart();
        bench().advance(Duration.ofSeconds(30));
        Files.writeString(root.resolve("confirmations"), "nonsense");

        processes.restart(SECOND);

        assertThat(bench().snapshot(PATH).ageMillis(bench().clock.epochMillis()))
                .isGreaterThanOrEqualTo(30_000);
        assertThat(bench().log.warnings()).hasSize(1);
    }

    @Test
    void aStrangersFileIsToldAndLeftAlone() throws Exception {
        Path notes = Files.writeString(root.resolve("notes.txt"), "mine");
        processes.first().always(fresh("1"));
        bench().restart();

        assertThatTheWarning().contains(notes + " is ignored: Freshet has not written it");
        assertThat(notes).hasContent("mine");
    }

    @Test
    void whatTheGateOfTodayRefusesIsNotRestored() throws Exception {
        processes.firstPublishes("{\"a\":1}");

        processes.next(SECOND, draft -> draft.gate(new GateConfig(1000, 1, List.of("/b"), null, null, null)));
        bench().restart();

        assertThat(bench().snapshot(PATH)).isNull();
        assertThatTheWarning().contains("the gate refuses it: required: /b: missing");
    }

    @Test
    void aGroupIsRestoredWholeOrNotAtAll() throws Exception {
        processes.first(draft -> draft.group("night"));
        bench().add(new EndpointDraft("/other.json").group("night"));
        bench().sources.forEach(each -> each.always(fresh("1")));
        bench().restart();
        bench().advance(Duration.ofSeconds(2));

        processes.next(SECOND, draft -> draft.group("night"));
        bench().add(new EndpointDraft("/other.json").group("night"));
        bench().restart();
        assertThat(bench().text(PATH)).isEqualTo("1");
        assertThat(bench().text("/other.json")).isEqualTo("1");

        processes.next(SECOND, draft -> draft.group("night"));
        bench().add(new EndpointDraft("/another.json").group("night"));
        bench().restart();
        assertThat(bench().snapshot(PATH)).isNull();
        assertThatTheWarning().contains("/another.json: it is of other endpoints");
    }

    private AbstractStringAssert<?> assertThatTheWarning() {
        return assertThat(bench().log.warnings()).singleElement().asString();
    }

    private Bench bench() {
        return processes.bench();
    }
}

package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.GateConfig;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.refresh.state.StateFolder;
import dev.freshet.source.Validators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last good over restarts, in virtual time. */
final class RefresherStateTest {
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
    void aRestartServesTheLastGoodAtItsTrueAgeWhileTheFirstRefreshRuns() throws Exception {
        ScriptedSource before = processes.first();
        before.always(fresh("1", new Validators(0, "\"a\"", null), 0));
        bench().restart();
        bench().advance(Duration.ofSeconds(30));

        ScriptedSource after = processes.next(Duration.ofSeconds(5));
        CompletableFuture<Void> started = bench().restart();

        assertThat(started).isCompleted();
        assertThat(bench().text(PATH)).isEqualTo("1");
        assertThat(bench().snapshot(PATH).ageMillis(bench().clock.epochMillis()))
                .isBetween(5000L, 7000L);
        assertThat(after.calls()).hasSize(1);
        assertThat(after.lastCall().answer()).isNotDone();
        assertThat(after.lastCall().request().validators()).isEqualTo(new Validators(0, "\"a\"", null));
    }

    @Test
    void versionsGoOnFromWhatWasRestored() throws Exception {
        ScriptedSource before = processes.first();
        before.count();
        bench().restart();
        bench().advance(Duration.ofSeconds(10));
        long number = bench().snapshot(PATH).version().number();

        processes.next(SECOND).always(fresh("\"new\""));
        bench().restart();

        assertThat(bench().text(PATH)).isEqualTo("\"new\"");
        assertThat(bench().snapshot(PATH).version().number()).isBetween(number, number + 1);
    }

    @Test
    void aValueThatMustNotGoBackDoesNotGoBackOverARestart() throws Exception {
        UnaryOperator<EndpointDraft> notOlder =
                draft -> draft.gate(new GateConfig(1000, 1, List.of(), "/n", null, null));
        processes.first(notOlder).always(fresh("{\"n\":7}"));
        bench().restart();
        bench().advance(Duration.ofSeconds(2));

        processes.next(SECOND, notOlder).always(fresh("{\"n\":6}"));
        bench().restart();
        bench().advance(Duration.ofSeconds(2));

        assertThat(bench().text(PATH)).isEqualTo("{\"n\":7}");
    }

    @Test
    void aResourceIsWrittenOnceASecondAtMost() throws Exception {
        ScriptedSource source = processes.first(draft -> draft.every(Duration.ofMillis(100)));
        source.count();
        bench().restart();

        bench().advance(Duration.ofSeconds(10));

        assertThat(bench().refresher().totals().published()).isEqualTo(101);
        assertThat(bench().metric("freshet_state_writes_total{result=\"written\"}"))
                .isEqualTo("10.0");
    }

    @Test
    void whatDoesNotChangeIsNotWrittenAgain() throws Exception {
        processes.first().always(fresh("1"));
        bench().restart();

        bench().advance(Duration.ofSeconds(10));

        assertThat(bench().metric("freshet_state_writes_total{result=\"written\"}"))
                .isEqualTo("1.0");
    }

    @Test
    void aStopWritesWhatIsLeft() throws Exception {
        processes.first().always(fresh("1"));
        bench().restart();
        bench().refresher().stop();

        processes.restart(SECOND);

        assertThat(bench().text(PATH)).isEqualTo("1");
    }

    @Test
    void aDiskThatFailsIsToldOnceAndKeepsNothingFromBeingServed() throws Exception {
        ScriptedSource source = processes.first();
        source.count();
        bench().restart();
        bench().advance(Duration.ofSeconds(2));
        Path moved = Files.move(root, root.resolveSibling(root.getFileName() + "-away"));
        bench().advance(Duration.ofSeconds(10));
        assertThat(bench().text(PATH)).isEqualTo("12");
        Files.move(moved, root);
        bench().advance(Duration.ofSeconds(2));

        assertThat(bench().log.warnings())
                .singleElement()
                .asString()
                .startsWith("state: what is published is served, but not kept: ")
                .contains("cannot be written: no such file");
        assertThat(bench().log.messages()).contains("state: what is published is kept again");
        processes.restart(SECOND);
        assertThat(bench().text(PATH)).isEqualTo("14");
    }

    @Test
    void aDiskThatHangsKeepsNothingFromBeingServed() throws Exception {
        ScriptedSource source = processes.first();
        source.count();
        List<Runnable> waiting = new ArrayList<>();
        bench().keeping = new Keeping(StateFolder.open(root), waiting::add);
        bench().restart();

        bench().advance(Duration.ofSeconds(10));

        assertThat(bench().text(PATH)).isEqualTo("10");
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackMakesNothingYoungerOverARestart() throws Exception {
        processes.firstPublishes("1");
        bench().sources.getFirst().hang();
        bench().advance(Duration.ofSeconds(20));
        bench().clock.stepWall(Duration.ofSeconds(-15));
        bench().advance(Duration.ofSeconds(2));

        processes.restart(SECOND);

        assertThat(bench().snapshot(PATH).ageMillis(bench().clock.epochMillis()))
                .isBetween(22_000L, 25_000L);

        Files.delete(root.resolve("confirmations"));
        processes.restart(SECOND);
        assertThat(bench().snapshot(PATH).ageMillis(bench().clock.epochMillis()))
                .isBetween(23_000L, 27_000L);
    }

    @Test
    void aRefreshThatIsAskedForWhileItRestoresFollows() throws Exception {
        processes.firstPublishes("1");

        ScriptedSource after = processes.next(SECOND);
        after.always(fresh("2"));
        Refresher refresher = bench().make();
        CompletableFuture<Void> started = refresher.start();
        assertThat(refresher.refreshNow(_ -> true)).isEqualTo(1);
        bench().advance(Duration.ZERO);

        assertThat(started).isCompleted();
        assertThat(bench().text(PATH)).isEqualTo("2");
    }

    @Test
    void aRefreshThatIsAskedForWhileItRestoresKeepsNothingFromBeingRestored() throws Exception {
        processes.firstPublishes("1");

        ScriptedSource after = processes.next(SECOND);
        after.always(failed(Reason.CONNECT));
        Refresher refresher = bench().make();
        refresher.start();
        refresher.refreshNow(_ -> true);
        bench().advance(Duration.ZERO);

        assertThat(bench().text(PATH)).isEqualTo("1");
        assertThat(after.calls()).hasSize(1);
    }

    @Test
    void whatIsStoppedWhileItRestoresFetchesNothing() throws Exception {
        processes.firstPublishes("1");

        ScriptedSource after = processes.next(SECOND);
        Refresher refresher = bench().make();
        CompletableFuture<Void> started = refresher.start();
        refresher.stop();
        bench().advance(Duration.ofSeconds(10));

        assertThat(started).isCompleted();
        assertThat(after.calls()).isEmpty();
        assertThat(bench().timer.waiting()).isZero();
    }

    @Test
    void aSourceThatIsDownLeavesWhatWasRestoredUntilMaxStale() throws Exception {
        processes.firstPublishes("1");

        processes.next(SECOND).always(failed(Reason.CONNECT));
        bench().restart();
        bench().advance(Duration.ofSeconds(40));

        assertThat(bench().text(PATH)).isEqualTo("1");
        assertThat(bench().snapshot(PATH).ageMillis(bench().clock.epochMillis()))
                .isGreaterThan(40_000);
    }

    private Bench bench() {
        return processes.bench();
    }
}

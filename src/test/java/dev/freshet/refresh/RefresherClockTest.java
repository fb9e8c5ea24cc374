package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import dev.freshet.refresh.ScriptedSource.Call;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherClockTest {
    private static final String PATH = "/live.json";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void nothingDriftsOverAnHourOfClockSteps() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        Random random = new Random(1);
        bench.start();
        long start = source.calls().getFirst().atNanos();

        for (int i = 0; i < 3600; i++) {
            bench.clock.stepWall(Duration.ofMillis(random.nextLong(-10_000, 10_000)));
            bench.advance(SECOND);
        }

        assertThat(source.calls()).hasSize(1 + 3600);
        assertThat(source.calls()).allMatch(call -> call.atNanos() - start == call.number() * SECOND.toNanos());
    }

    @Test
    void alignedResourcesAreFetchedAtWholeSecondsOfTheWallClock() {
        bench.clock.stepWall(Duration.ofMillis(387));
        ScriptedSource one = bench.add(new EndpointDraft("/one").aligned());
        ScriptedSource other = bench.add(new EndpointDraft("/other").aligned());
        bench.sources.forEach(each -> each.always(fresh("1")));
        bench.restart();

        bench.advance(Duration.ofMinutes(1));

        assertThat(one.calls()).hasSize(1 + 60);
        assertThat(one.calls().stream().skip(1)).allMatch(call -> call.atMillis() % 1000 == 0);
        assertThat(other.lastCall().atNanos()).isEqualTo(one.lastCall().atNanos());
    }

    @Test
    void alignedTicksDoNotDriftOverAnHourInWhichTheClockIsSet() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).aligned());
        source.always(fresh("1"));
        Random random = new Random(2);
        bench.timer.runLateBy(() -> random.nextLong(5_000_000));
        bench.restart();

        for (int i = 0; i < 360; i++) {
            bench.clock.stepWall(Duration.ofMillis(random.nextLong(-3_000, 3_000)));
            bench.advance(Duration.ofSeconds(10));
        }

        assertThat(source.calls().size()).isBetween(3500, 3700);
        assertThat(source.calls().stream()
                        .skip(1)
                        .filter(call -> call.atMillis() % 1000 > 5)
                        .count())
                .as("ticks that a step of the clock has left behind")
                .isLessThan(360);
        for (int i = 2; i < source.calls().size(); i++) {
            Call before = source.calls().get(i - 1);
            assertThat(source.calls().get(i).atNanos() - before.atNanos()).isBetween(490_000_000L, 1_760_000_000L);
        }
    }

    @Test
    void anAlignedDailyTickFollowsAClockThatIsSet() {
        ScriptedSource source =
                bench.add(new EndpointDraft(PATH).every(Duration.ofDays(1)).aligned());
        source.always(fresh("1"));
        bench.restart();
        bench.advance(Duration.ofHours(1));
        bench.clock.stepWall(Duration.ofHours(-2));

        bench.advance(Duration.ofDays(2));

        assertThat(source.calls().stream().skip(1)).hasSize(2).allMatch(call -> call.atMillis() % 86_400_000 == 0);
    }

    @Test
    void aClockThatIsSetBackMakesNoSnapshotYounger() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        source.always(failed(Reason.CONNECT));
        bench.advance(Duration.ofSeconds(30));

        bench.clock.stepWall(Duration.ofSeconds(-100));
        bench.advance(Duration.ofMillis(250));

        assertThat(bench.snapshot(PATH).ageMillis(bench.clock.epochMillis())).isEqualTo(30_250);
    }

    @Test
    void aClockThatIsSetBackWhileAllIsWellIsForgottenWithTheNextRefresh() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        bench.advance(Duration.ofSeconds(30));

        bench.clock.stepWall(Duration.ofSeconds(-100));
        bench.advance(Duration.ofSeconds(2));

        assertThat(bench.snapshot(PATH).ageMillis(bench.clock.epochMillis())).isZero();
        assertThat(bench.snapshot(PATH).confirmedAtMillis()).isEqualTo(bench.clock.epochMillis());
        assertThat(bench.refresher().totals().published()).isOne();
    }

    @Test
    void aClockThatIsSetForwardAndBackChangesNothing() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        source.always(failed(Reason.CONNECT));
        bench.clock.stepWall(Duration.ofSeconds(100));
        bench.advance(SECOND);
        bench.clock.stepWall(Duration.ofSeconds(-100));
        bench.advance(SECOND);

        assertThat(bench.snapshot(PATH).ageMillis(bench.clock.epochMillis())).isEqualTo(2000);
    }
}

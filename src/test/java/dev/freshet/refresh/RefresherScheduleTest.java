package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.refresh.ScriptedSource.Call;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherScheduleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void eachResourceIsFetchedOnceAtTheStartAndThenEveryInterval() {
        ScriptedSource quick = bench.add("/quick", Duration.ofMillis(500), false);
        ScriptedSource slow = bench.add("/slow", Duration.ofSeconds(10), false);
        bench.sources.forEach(each -> each.always(fresh("1")));
        bench.start();

        bench.advance(Duration.ofSeconds(60));

        assertThat(quick.calls()).hasSize(1 + 120);
        assertThat(slow.calls()).hasSize(1 + 6);
    }

    @Test
    void nothingDriftsOverAnHourOfLateTicks() {
        ScriptedSource source = bench.add("/live.json");
        Random random = new Random(1);
        bench.timer.runLateBy(() -> random.nextLong(5_000_000));
        source.always(fresh("1"));
        bench.start();
        long start = source.calls().getFirst().atNanos();

        bench.advance(Duration.ofHours(1).plusMillis(10));

        assertThat(source.calls()).hasSize(1 + 3600);
        for (Call call : source.calls()) {
            assertThat(call.atNanos() - start - call.number() * SECOND.toNanos())
                    .isBetween(0L, 5_000_000L);
        }
    }

    @Test
    void slowFetchesDoNotMoveTheTicks() {
        ScriptedSource source = bench.add("/live.json");
        source.script(call -> {
            bench.timer.schedule(
                    call.atNanos() + 650_000_000, () -> call.answer().complete(fresh("1")));
            return call.answer();
        });
        bench.start();
        long start = source.calls().getFirst().atNanos();

        bench.advance(Duration.ofMinutes(10));

        assertThat(source.calls()).hasSize(601);
        assertThat(source.lastCall().atNanos() - start).isEqualTo(600 * SECOND.toNanos());
    }

    @Test
    void whatIsWantedNowIsRefreshedBetweenTicksUnlessItIsAlready() {
        ScriptedSource wanted = bench.add("/live.json");
        ScriptedSource other = bench.add("/other.json");
        wanted.always(fresh("1"));
        other.always(fresh("2"));
        bench.start();
        int before = other.calls().size();

        assertThat(bench.refresher().refreshNow(key -> key.path().equals("/live.json")))
                .isEqualTo(1);

        assertThat(wanted.calls()).hasSize(2);
        assertThat(other.calls()).hasSize(before);
        bench.advance(SECOND);
        assertThat(wanted.calls()).hasSize(3);
    }

    @Test
    void aChangeRefreshesItsResourceAloneAndOnceMoreBehindARunningRefresh() {
        ScriptedSource changed = bench.add("/live.json");
        ScriptedSource other = bench.add("/other.json");
        changed.always(fresh("1"));
        other.always(fresh("1"));
        bench.start();
        changed.hang();
        int before = other.calls().size();

        for (int i = 0; i < 3; i++) {
            bench.refresher().changed(bench.subjects.getFirst().key());
        }
        bench.refresher().changed(new ResourceKey(null, "/unknown.json", true));
        assertThat(changed.calls()).hasSize(2);
        changed.always(fresh("3"));
        changed.lastCall().answer().complete(fresh("2"));
        bench.advance(Duration.ZERO);

        assertThat(changed.calls()).hasSize(3);
        assertThat(bench.text("/live.json")).isEqualTo("3");
        assertThat(other.calls()).hasSize(before);
    }

    @Test
    void aThousandResourcesDoNotTickTogether() {
        addMany(1000);
        bench.start();
        bench.advance(SECOND);

        long[] ticks = bench.sources.stream()
                .mapToLong(source -> source.lastCall().atNanos())
                .toArray();

        assertThat(bench.sources).allMatch(source -> source.calls().size() == 2);
        assertThat(Slices.mostWithin(ticks, 10_000_000)).isLessThanOrEqualTo(14);
    }

    @Test
    void firstFetchesRunSixtyFourAtATime() {
        addMany(200);
        bench.sources.forEach(ScriptedSource::hang);
        CompletableFuture<Void> started = bench.start();
        assertThat(fetched()).isEqualTo(64);

        for (int i = 0; i < 200; i++) {
            bench.sources.get(i).lastCall().answer().complete(fresh("1"));
            bench.advance(Duration.ZERO);
            assertThat(fetched()).isEqualTo(Math.min(200, 64 + i + 1));
            assertThat(started.isDone()).isEqualTo(i == 199);
        }
    }

    @Test
    void theStartIsOverWhenEveryFirstFetchHasEndedWhateverItBrought() {
        bench.add("/good").always(fresh("1"));
        bench.add("/refused").always(fresh("}"));
        bench.add("/failed").always(failed(Reason.STATUS));
        bench.add("/thrown").script(_ -> {
            throw new IllegalStateException("as scripted");
        });
        ScriptedSource hanging = bench.add("/hanging", Duration.ofHours(1), false);
        hanging.hang();

        CompletableFuture<Void> started = bench.start();
        assertThat(started).isNotDone();

        bench.advance(Bench.TIMEOUT.plus(Bench.MARGIN));
        assertThat(started).isCompleted();
    }

    @Test
    void aStartWithoutResourcesIsOverAtOnce() {
        assertThat(bench.start()).isCompleted();
    }

    @Test
    void whereManyHangTheOthersAreFetchedByTheirFirstTick() {
        addMany(64);
        bench.sources.forEach(ScriptedSource::hang);
        ScriptedSource healthy = bench.add("/healthy.json");
        healthy.always(fresh("1"));
        bench.start();
        assertThat(healthy.calls()).isEmpty();

        bench.advance(Bench.TIMEOUT);

        assertThat(healthy.calls()).hasSize(1);
        assertThat(bench.text("/healthy.json")).isEqualTo("1");
    }

    @Test
    void aTickThatFindsTheFetchRunningIsSkippedAndCounted() {
        ScriptedSource source = bench.add("/live.json", Duration.ofMillis(100), false);
        source.hang();
        bench.start();

        bench.advance(Duration.ofMillis(750));

        assertThat(source.calls()).hasSize(1);
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(0, 0, 0, 0, 7));
        assertThat(bench.metric("freshet_refreshes_total{endpoint=\"/live.json\",outcome=\"skipped\"}"))
                .isEqualTo("7.0");
    }

    @Test
    void aTickThatFindsThePayloadStillInThePoolIsSkipped() {
        ScriptedSource source = bench.add("/live.json");
        source.always(fresh("1"));
        bench.pool = bench.timer.executor(Duration.ofMillis(1500)::toNanos);
        bench.start();

        bench.advance(Duration.ofSeconds(1));
        assertThat(source.calls()).hasSize(1);
        assertThat(bench.refresher().totals().skipped()).isOne();

        bench.advance(Duration.ofSeconds(1));
        assertThat(source.calls()).hasSize(2);
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(1, 0, 0, 0, 1));
    }

    @Test
    void afterAStandstillEachResourceIsFetchedOnceAndInItsOwnPhase() {
        addMany(1000);
        bench.start();
        bench.advance(SECOND);
        bench.clock.advance(Duration.ofHours(3).plusMillis(300));

        long resumed = bench.clock.nanoTime();
        bench.advance(SECOND);

        long[] ticks = bench.sources.stream()
                .flatMap(source -> source.calls().stream())
                .mapToLong(Call::atNanos)
                .filter(at -> at - resumed >= 0)
                .toArray();
        assertThat(ticks).hasSize(1000);
        assertThat(Slices.mostWithin(ticks, 10_000_000)).isLessThanOrEqualTo(14);
        assertThat(bench.refresher().totals().skipped()).isZero();
    }

    @Test
    void aTimerThatIsAlwaysLaterThanAnIntervalStillRefreshes() {
        ScriptedSource source = bench.add("/live.json", Duration.ofMillis(100), false);
        source.always(fresh("1"));
        bench.timer.runLateBy(() -> 120_000_000);
        bench.start();

        bench.advance(Duration.ofSeconds(10));

        assertThat(source.calls().size()).isBetween(20, 60);
    }

    @Test
    void aStopEndsTheTicks() {
        ScriptedSource source = bench.add("/live.json");
        source.always(fresh("1"));
        bench.start();

        bench.refresher().stop();
        bench.advance(Duration.ofMinutes(1));

        assertThat(source.calls()).hasSize(1);
        assertThat(bench.timer.waiting()).isZero();
    }

    @Test
    void whatCompletesAfterTheStopIsNotPublishedAndTheStartIsOver() {
        ScriptedSource source = bench.add("/live.json");
        source.hang();
        CompletableFuture<Void> started = bench.start();

        bench.refresher().stop();
        source.lastCall().answer().complete(fresh("1"));
        bench.advance(Duration.ofMinutes(1));

        assertThat(started).isCompleted();
        assertThat(bench.snapshot("/live.json")).isNull();
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(0, 0, 0, 0, 0));
    }

    @Test
    void whatWaitsForThePoolAtTheStopIsNotPublished() {
        ScriptedSource source = bench.add("/live.json");
        source.always(fresh("1"));
        bench.pool = bench.timer.executor(Duration.ofMillis(10)::toNanos);
        bench.start();

        bench.refresher().stop();
        bench.advance(SECOND);

        assertThat(bench.snapshot("/live.json")).isNull();
    }

    @Test
    void deadlinesOfFetchesThatEndedDoNotPileUp() {
        ScriptedSource source = bench.add("/live.json");
        source.script(call -> {
            bench.timer.schedule(call.atNanos() + 1_000_000, () -> call.answer().complete(fresh("1")));
            return call.answer();
        });
        bench.start();

        bench.advance(Duration.ofMillis(500));

        assertThat(bench.timer.waiting()).isEqualTo(2); // the next tick, the next look at the clock
    }

    private void addMany(int count) {
        for (int i = 0; i < count; i++) {
            bench.add("/" + i + ".json").always(failed(Reason.MISSING));
        }
    }

    private long fetched() {
        return bench.sources.stream()
                .filter(source -> !source.calls().isEmpty())
                .count();
    }
}

package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherLaneTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void anUpstreamIsAskedForNoMoreAtOnceThanItBears() {
        addAligned(20);
        bench.fetches.put("api", 3);
        bench.sources.forEach(ScriptedSource::hang);
        bench.restart();
        assertThat(running()).isEqualTo(3);
        assertThat(bench.metric("freshet_fetches{upstream=\"api\"}")).isEqualTo("3.0");
        assertThat(bench.metric("freshet_fetches_waiting{upstream=\"api\"}")).isEqualTo("17.0");

        bench.advance(Duration.ofMinutes(1));

        assertThat(running()).isLessThanOrEqualTo(3);
        assertThat(bench.sources).allMatch(source -> !source.calls().isEmpty());
    }

    @Test
    void whoWaitsBeginsInTheOrderInWhichItCame() {
        addAligned(4);
        bench.fetches.put("api", 1);
        bench.sources.forEach(ScriptedSource::hang);
        bench.restart();

        for (int i = 0; i < 4; i++) {
            assertThat(bench.sources.get(i).calls()).hasSize(1);
            bench.sources.get(i).lastCall().answer().complete(fresh("1"));
            bench.advance(Duration.ZERO);
        }
    }

    @Test
    void aTickThatFindsItsResourceWaitingIsSkippedAndCounted() {
        bench.add("/0.json", Duration.ofMillis(100), false).hang();
        bench.add("/1.json", Duration.ofMillis(100), false).hang();
        bench.fetches.put("api", 1);
        bench.start();

        bench.advance(Duration.ofMillis(500));

        assertThat(bench.sources.get(1).calls()).isEmpty();
        assertThat(bench.metric("freshet_refreshes_total{endpoint=\"/1.json\",outcome=\"skipped\"}"))
                .isEqualTo("5.0");
    }

    @Test
    void aDeadlineBeginsWithTheFetchAndNotWithTheWait() {
        addAligned(2);
        bench.fetches.put("api", 1);
        bench.sources.forEach(ScriptedSource::hang);
        bench.start();

        bench.advance(Bench.TIMEOUT.plus(Bench.MARGIN));
        assertThat(bench.sources.get(1).calls()).hasSize(1);
        bench.advance(Bench.TIMEOUT);
        bench.sources.get(1).lastCall().answer().complete(fresh("1"));
        bench.advance(Duration.ZERO);

        assertThat(bench.snapshot("/1.json")).isNotNull();
    }

    @Test
    void whatOneUpstreamBearsIsNoneOfAnothersConcern() {
        bench.add(new EndpointDraft("/a").upstream("a")).hang();
        bench.add(new EndpointDraft("/b").upstream("b")).hang();
        bench.fetches.put("a", 1);
        bench.fetches.put("b", 1);
        bench.restart();

        assertThat(running()).isEqualTo(2);
    }

    @Test
    void aStopLetsNobodyBeginWhoWaits() {
        addAligned(3);
        bench.fetches.put("api", 1);
        bench.sources.forEach(ScriptedSource::hang);
        bench.restart();

        bench.refresher().stop();
        bench.sources.getFirst().lastCall().answer().complete(fresh("1"));
        bench.advance(SECOND.multipliedBy(10));

        assertThat(bench.sources).map(source -> source.calls().size()).containsExactly(1, 0, 0);
    }

    private void addAligned(int count) {
        for (int i = 0; i < count; i++) {
            bench.add(new EndpointDraft("/" + i + ".json").aligned());
        }
    }

    private long running() {
        return bench.sources.stream()
                .flatMap(source -> source.calls().stream())
                .filter(call -> !call.answer().isDone())
                .filter(call -> bench.clock.nanoTime() - call.atNanos()
                        < Bench.TIMEOUT.plus(Bench.MARGIN).toNanos())
                .count();
    }
}

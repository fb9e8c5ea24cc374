package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interval between 500 ms and 10 s that follows change and demand. */
final class RefresherDemandTest {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatStaysTheSameAndNobodyAsksForIsFetchedEverMoreSeldom() {
        ScriptedSource source = adaptive();
        source.always(fresh("1"));
        bench.start();

        bench.advance(Duration.ofMinutes(1));

        assertThat(gapsMillis(source)).startsWith(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
        assertThat(bench.metric("freshet_refresh_wait_seconds{endpoint=\"/live.json\"}"))
                .isEqualTo("10.0");
    }

    @Test
    void fetchesStayOnTheTicksOfTheShortest() {
        ScriptedSource source = adaptive();
        source.always(fresh("1"));
        bench.start();

        bench.advance(Duration.ofMinutes(1));

        assertThat(gapsMillis(source)).allMatch(gap -> gap % SHORTEST.toMillis() == 0);
    }

    @Test
    void aChangeOfWhatIsAskedForBringsTheShortestBackAtOnce() {
        ScriptedSource source = adaptive();
        source.always(fresh("1"));
        bench.start();
        bench.advance(Duration.ofMinutes(1));
        int calls = source.calls().size();

        changing(source);
        bench.ask(0);
        bench.advance(LONGEST);
        for (int i = 0; i < 20; i++) {
            bench.ask(0);
            bench.advance(SHORTEST);
        }

        List<Long> gaps = gapsMillis(source);
        assertThat(gaps.subList(calls, gaps.size())).hasSizeGreaterThan(15).containsOnly(500L);
    }

    @Test
    void aChangeThatNobodyAsksForLeavesTheInterval() {
        ScriptedSource source = adaptive();
        source.always(fresh("1"));
        bench.start();
        bench.advance(Duration.ofMinutes(1));
        int calls = source.calls().size();

        changing(source);
        bench.advance(Duration.ofMinutes(1));

        List<Long> gaps = gapsMillis(source);
        assertThat(gaps.subList(calls, gaps.size())).containsOnly(10_000L);
    }

    @Test
    void whatIsAskedForAndStaysTheSameLeavesTheInterval() {
        ScriptedSource source = adaptive();
        source.always(fresh("1"));
        bench.start();

        for (int i = 0; i < 40; i++) {
            bench.ask(0);
            bench.advance(SHORTEST);
        }

        assertThat(gapsMillis(source)).containsOnly(500L);
    }

    @Test
    void anIntervalWithoutBoundsStays() {
        ScriptedSource source = bench.add("/live.json");
        source.always(fresh("1"));
        bench.start();

        bench.advance(Duration.ofMinutes(1));

        assertThat(gapsMillis(source)).containsOnly(1000L);
    }

    @Test
    void ofAGroupItIsEnoughThatOneIsAskedForAndOneChanges() {
        ScriptedSource index = bench.add(draft("/index.json").group("night"));
        ScriptedSource results = bench.add(draft("/results.json").group("night"));
        index.always(fresh("1"));
        changing(results);
        bench.start();

        for (int i = 0; i < 40; i++) {
            bench.ask(0);
            bench.advance(SHORTEST);
        }

        assertThat(gapsMillis(index).stream().skip(1)).containsOnly(500L);
        assertThat(index.calls()).hasSameSizeAs(results.calls());
    }

    @Test
    void whatFailsIsAskedAgainWithoutWaitingForALongInterval() {
        ScriptedSource source = adaptive();
        source.always(fresh("1"));
        bench.start();
        bench.advance(Duration.ofMinutes(1));
        int calls = source.calls().size();

        source.always(failed(Reason.CONNECT));
        bench.advance(LONGEST.plusSeconds(3));

        assertThat(source.calls().size() - calls).isGreaterThanOrEqualTo(4);
    }

    private ScriptedSource adaptive() {
        return bench.add(draft("/live.json"));
    }

    private static EndpointDraft draft(String path) {
        return new EndpointDraft(path).between(SHORTEST, LONGEST);
    }

    private static void changing(ScriptedSource source) {
        source.script(call -> CompletableFuture.completedFuture(fresh("[" + call.number() + "]")));
    }

    /** From each fetch to the next. */
    private static List<Long> gapsMillis(ScriptedSource source) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < source.calls().size(); i++) {
            long nanos =
                    source.calls().get(i).atNanos() - source.calls().get(i - 1).atNanos();
            gaps.add(nanos / 1_000_000);
        }
        return gaps;
    }
}

package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interval between 500 ms and 10 s that follows change and demand. */
final class RefresherDemandTest {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** After which what nobody asks for is fetched as seldom as may be. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatStaysTheSameAndNobodyAsksForIsFetchedEverMoreSeldom() {
        ScriptedSource source = steady();

        bench.advance(IDLE);

        assertThat(gapsMillis(source)).startsWith(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
        assertThat(bench.metric("freshet_refresh_wait_seconds{endpoint=\"/live.json\"}"))
                .isEqualTo("10.0");
    }

    @Test
    void fetchesStayOnTheTicksOfTheShortest() {
        ScriptedSource source = steady();

        bench.advance(IDLE);

        assertThat(gapsMillis(source)).allMatch(gap -> gap % SHORTEST.toMillis() == 0);
    }

    @Test
    void aChangeOfWhatIsAskedForBringsTheShortestBackAtOnce() {
        ScriptedSource source = steady();
        bench.advance(IDLE);
        int calls = source.calls().size();

        source.count();
        bench.ask(0);
        bench.advance(LONGEST);
        askAtEveryTick(20);

        List<Long> gaps = gapsMillis(source);
        assertThat(gaps.subList(calls, gaps.size())).hasSizeGreaterThan(15).containsOnly(500L);
    }

    @Test
    void aChangeThatNobodyAsksForLeavesTheInterval() {
        ScriptedSource source = steady();
        bench.advance(IDLE);
        int calls = source.calls().size();

        source.count();
        bench.advance(IDLE);

        List<Long> gaps = gapsMillis(source);
        assertThat(gaps.subList(calls, gaps.size())).containsOnly(10_000L);
    }

    @Test
    void whatIsAskedForAndStaysTheSameLeavesTheInterval() {
        ScriptedSource source = steady();

        askAtEveryTick(40);

        assertThat(gapsMillis(source)).containsOnly(500L);
    }

    @Test
    void anIntervalWithoutBoundsStays() {
        ScriptedSource source = bench.add("/live.json");
        source.always(fresh("1"));
        bench.start();

        bench.advance(IDLE);

        assertThat(gapsMillis(source)).containsOnly(1000L);
    }

    @Test
    void ofAGroupItIsEnoughThatOneIsAskedForAndOneChanges() {
        ScriptedSource index = bench.add(draft("/index.json").group("night"));
        ScriptedSource results = bench.add(draft("/results.json").group("night"));
        index.always(fresh("1"));
        results.count();
        bench.start();

        askAtEveryTick(40);

        assertThat(gapsMillis(index).stream().skip(1)).containsOnly(500L);
        assertThat(index.calls()).hasSameSizeAs(results.calls());
    }

    @Test
    void whatFailsIsAskedAgainWithoutWaitingForALongInterval() {
        ScriptedSource source = steady();
        bench.advance(IDLE);
        int calls = source.calls().size();

        source.always(failed(Reason.CONNECT));
        bench.advance(LONGEST.plusSeconds(3));

        assertThat(source.calls().size() - calls).isGreaterThanOrEqualTo(4);
    }

    /** Started; what it gives stays the same. */
    private ScriptedSource steady() {
        ScriptedSource source = bench.add(draft("/live.json"));
        source.always(fresh("1"));
        bench.start();
        return source;
    }

    private static EndpointDraft draft(String path) {
        return new EndpointDraft(path).between(SHORTEST, LONGEST);
    }

    private void askAtEveryTick(int ticks) {
        for (int i = 0; i < ticks; i++) {
            bench.ask(0);
            bench.advance(SHORTEST);
        }
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

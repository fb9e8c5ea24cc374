package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.Fetched;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherBackOffTest {
    private static final String PATH = "/live.json";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aSourceThatGoesOnFailingIsAskedLessAndLessUpToTheBound() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).maxBackOff(Duration.ofSeconds(5)));
        source.always(failed(Reason.CONNECT));
        bench.start();

        bench.advance(Duration.ofMinutes(1));

        assertThat(gaps(source).getFirst()).isEqualTo(SECOND);
        assertThat(gaps(source)).allMatch(gap -> gap.compareTo(Duration.ofSeconds(5)) <= 0);
        assertThat(gaps(source).subList(4, gaps(source).size()))
                .allMatch(gap -> gap.compareTo(Duration.ofMillis(2500)) >= 0);
        assertThat(source.calls()).hasSizeBetween(14, 26);
        assertThat(bench.metric("freshet_refresh_wait_seconds{endpoint=\"/live.json\"}"))
                .matches("[2-5]\\..*");
    }

    @Test
    void aRetryIsATickSoThatPhasesStaySpread() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).maxBackOff(Duration.ofSeconds(5)));
        source.always(failed(Reason.CONNECT));
        bench.start();

        bench.advance(Duration.ofMinutes(1));

        assertThat(gaps(source)).allMatch(gap -> gap.toMillis() % 1000 == 0);
    }

    @Test
    void theFirstSuccessBringsTheIntervalBackAtOnce() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).maxBackOff(Duration.ofSeconds(5)));
        source.script(
                call -> CompletableFuture.completedFuture(call.number() < 10 ? failed(Reason.CONNECT) : fresh("1")));
        bench.start();

        bench.advance(Duration.ofMinutes(2));

        List<Duration> after = gaps(source).subList(10, gaps(source).size());
        assertThat(after).hasSizeGreaterThan(60).allMatch(SECOND::equals);
    }

    @Test
    void aRefreshThatIsAskedForEndsAWaitThatIsLongToCome() {
        ScriptedSource source =
                bench.add(new EndpointDraft(PATH).maxBackOff(SECOND).maxStale(Duration.ofMinutes(10)));
        source.always(new Fetched.Failed(new Fault(Reason.STATUS, "503"), 300));
        bench.start();
        bench.advance(Duration.ofSeconds(3));
        assertThat(source.calls()).hasSize(1);

        source.always(fresh("1"));
        bench.refresher().refreshNow(_ -> true);
        bench.advance(Duration.ofSeconds(10));

        assertThat(source.calls()).hasSize(1 + 1 + 10);
    }

    @Test
    void anHourlyResourceThatFailedIsTriedAgainSoon() {
        ScriptedSource source =
                bench.add(new EndpointDraft(PATH).every(Duration.ofHours(1)).maxBackOff(Duration.ofMinutes(1)));
        source.script(
                call -> CompletableFuture.completedFuture(call.number() < 3 ? failed(Reason.CONNECT) : fresh("1")));
        bench.restart();

        bench.advance(Duration.ofSeconds(8));
        assertThat(source.calls()).hasSize(4);
        assertThat(bench.text(PATH)).isEqualTo("1");

        bench.advance(Duration.ofHours(3));
        assertThat(source.calls()).hasSize(4 + 3);
    }

    @Test
    void whatTheSourceAsksForIsKeptTo() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH));
        source.always(new Fetched.Failed(new Fault(Reason.STATUS, "429"), 20));
        bench.start();

        bench.advance(Duration.ofSeconds(65));

        assertThat(gaps(source)).hasSize(3).allMatch(Duration.ofSeconds(20)::equals);
    }

    @Test
    void whatTheSourceAsksForIsKeptToNoLongerThanMaxStale() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).maxStale(Duration.ofSeconds(10)));
        source.always(new Fetched.Failed(new Fault(Reason.STATUS, "503"), 86_400));
        bench.start();

        bench.advance(Duration.ofSeconds(31));

        assertThat(gaps(source)).hasSize(3).allMatch(Duration.ofSeconds(10)::equals);
    }

    @Test
    void aRefusedPayloadIsAskedForAgainAtTheNextTick() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).maxBackOff(Duration.ofSeconds(5)));
        source.always(fresh("}"));
        bench.start();

        bench.advance(Duration.ofSeconds(30));

        assertThat(source.calls()).hasSize(31);
    }

    @Test
    void ticksThatAreWaitedOutAreNotSkippedOnes() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).maxBackOff(Duration.ofSeconds(5)));
        source.always(failed(Reason.CONNECT));
        bench.start();

        bench.advance(Duration.ofMinutes(1));

        assertThat(bench.refresher().totals().skipped()).isZero();
    }

    private static List<Duration> gaps(ScriptedSource source) {
        List<ScriptedSource.Call> calls = source.calls();
        return IntStream.range(1, calls.size())
                .mapToObj(i -> Duration.ofNanos(
                        calls.get(i).atNanos() - calls.get(i - 1).atNanos()))
                .toList();
    }
}

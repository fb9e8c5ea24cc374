package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads that are put, beside a fallback that is fetched, in virtual time. */
final class PuttingTest {
    private static final String PATH = "/live.json";
    private static final ResourceKey KEY = new ResourceKey(null, PATH, true);
    private static final Duration MAX_STALE = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aPayloadThatIsPutTakesItsTurnBehindAFetch() {
        ScriptedSource source = start();
        CompletableFuture<Deed> put = put("1");
        bench.advance(Duration.ofSeconds(5));
        assertThat(put).isNotDone();

        source.lastCall().answer().complete(failed(Reason.CONNECT));
        bench.advance(Duration.ofMillis(1));

        assertThat(put.join()).isInstanceOf(Deed.Done.class);
        assertThat(bench.text(PATH)).isEqualTo("1");
    }

    @Test
    void aTurnThatDoesNotComeInTimeIsGivenUpForGood() {
        ScriptedSource source = start();
        CompletableFuture<Deed> put = put("1");

        bench.advance(Duration.ofSeconds(10));
        assertThat(((Deed.Refused) put.join()).reason()).isEqualTo(Deed.Reason.BUSY);

        source.lastCall().answer().complete(failed(Reason.CONNECT));
        bench.advance(Duration.ofMillis(1));
        assertThat(bench.snapshot(PATH)).isNull();
    }

    @Test
    void onlySoManyWaitForTheirTurn() {
        ScriptedSource source = start();
        List<CompletableFuture<Deed>> puts = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            puts.add(put(Integer.toString(i)));
        }
        assertThat(((Deed.Refused) puts.getLast().join()).reason()).isEqualTo(Deed.Reason.BUSY);

        source.lastCall().answer().complete(failed(Reason.CONNECT));
        bench.advance(Duration.ofMillis(1));

        assertThat(puts.subList(0, 16)).allMatch(each -> each.join() instanceof Deed.Done);
        assertThat(bench.text(PATH)).isEqualTo("15");
        assertThat(bench.snapshot(PATH).version().number()).isEqualTo(16);
    }

    @Test
    void onlyAPutConfirmsWhatWasPut() {
        ScriptedSource source = start();
        source.lastCall().answer().complete(failed(Reason.MISSING));
        source.script(PuttingTest::asPush);
        put("1");
        bench.advance(Duration.ZERO);
        long putAtMillis = bench.clock.epochMillis();

        bench.advance(Duration.ofSeconds(40));
        assertThat(bench.snapshot(PATH).confirmedAtMillis()).isEqualTo(putAtMillis);
        assertThat(bench.snapshot(PATH).standing()).isEqualTo(Snapshot.Standing.PUSHED);

        put("1");
        bench.advance(Duration.ZERO);
        assertThat(bench.snapshot(PATH).confirmedAtMillis()).isEqualTo(putAtMillis + 40_000);
        assertThat(bench.snapshot(PATH).version().number()).isEqualTo(1);
    }

    @Test
    void anUpstreamWhoseTagLooksLikeTheMarkIsConfirmedAsAnyOther() {
        ScriptedSource source = bench.add(PATH);
        source.always(ScriptedSource.fresh("1", Validators.PUT, 0));
        bench.start();
        source.always(new Fetched.Unchanged(Validators.PUT, 0));

        bench.advance(Duration.ofSeconds(40));

        assertThat(bench.snapshot(PATH).ageMillis(bench.clock.epochMillis())).isLessThan(1000);
        assertThat(bench.snapshot(PATH).standing()).isEqualTo(Snapshot.Standing.FETCHED);
    }

    @Test
    void aClockThatIsSetBackMakesNothingThatWasPutLastLonger() {
        ScriptedSource source = start();
        source.lastCall().answer().complete(failed(Reason.MISSING));
        source.script(PuttingTest::asPush);
        put("1");
        bench.advance(Duration.ofSeconds(30));

        bench.clock.stepWall(Duration.ofHours(-1));
        bench.advance(Duration.ofSeconds(29));
        assertThat(bench.text(PATH)).isEqualTo("1");
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.text(PATH)).isEqualTo("\"instead\"");
        assertThat(bench.snapshot(PATH).standing()).isEqualTo(Snapshot.Standing.FETCHED);
    }

    @Test
    void whatWasPutBeforeTheLastGoodCouldBeRestoredIsNewer(@TempDir Path folder) throws Exception {
        try (Processes processes = new Processes(folder)) {
            processes.first(EndpointDraft::pushed).script(PuttingTest::asPush);
            processes.bench().restart();
            put(processes.bench(), "\"before\"");
            processes.bench().advance(Duration.ofSeconds(3));

            processes.next(Duration.ofSeconds(1), EndpointDraft::pushed).script(PuttingTest::asPush);
            Bench next = processes.bench();
            next.make();
            put(next, "\"put\"");
            next.refresher().start();
            next.advance(Duration.ofSeconds(3));

            assertThat(next.text(PATH)).isEqualTo("\"put\"");
            assertThat(next.snapshot(PATH).standing()).isEqualTo(Snapshot.Standing.PUSHED);
        }
    }

    @Test
    void whatWasPutSurvivesARestart(@TempDir Path folder) throws Exception {
        try (Processes processes = new Processes(folder)) {
            processes.first(EndpointDraft::pushed).script(PuttingTest::asPush);
            processes.bench().restart();
            put(processes.bench(), "\"put\"");
            processes.bench().advance(Duration.ofSeconds(3));

            ScriptedSource hangs = processes.next(Duration.ofSeconds(1), EndpointDraft::pushed);
            processes.bench().restart();

            assertThat(processes.bench().text(PATH)).isEqualTo("\"put\"");
            assertThat(processes.bench().snapshot(PATH).standing()).isEqualTo(Snapshot.Standing.PUSHED);
            assertThat(hangs.lastCall().request().validators()).isEqualTo(Validators.PUT);
        }
    }

    /** Hangs in its first fetch. */
    private ScriptedSource start() {
        ScriptedSource source =
                bench.add(new EndpointDraft(PATH).pushed().maxStale(MAX_STALE).timeout(TIMEOUT));
        bench.start();
        assertThat(source.lastCall().answer()).isNotDone();
        return source;
    }

    /** What was put is unchanged; without it there is a fallback. */
    private static CompletableFuture<Fetched> asPush(ScriptedSource.Call call) {
        return CompletableFuture.completedFuture(
                call.request().validators().equals(Validators.PUT)
                        ? new Fetched.Unchanged(Validators.PUT, 0)
                        : ScriptedSource.fresh("\"instead\"", new Validators(1, null, null), 0));
    }

    private CompletableFuture<Deed> put(String json) {
        return bench.refresher().hand().act(KEY, new Act.Put(ScriptedSource.payload(json, "application/json"), null));
    }

    private static void put(Bench bench, String json) {
        CompletableFuture<Deed> put =
                bench.refresher().hand().act(KEY, new Act.Put(ScriptedSource.payload(json, "application/json"), null));
        bench.advance(Duration.ZERO);
        assertThat(put.join()).isInstanceOf(Deed.Done.class);
    }
}

package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.refresh.ScriptedSource.Call;
import dev.freshet.source.Fetched;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherMetricsTest {
    private static final String PATH = "/live.json";

    private final Bench bench = new Bench();
    private final ScriptedSource source = bench.add(PATH);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyOutcomeIsCounted() {
        var answers =
                List.of(fresh("1"), fresh("2"), fresh("2"), fresh("]"), fresh("x".repeat(1001)), failed(Reason.STATUS));
        source.script(call -> CompletableFuture.completedFuture(answers.get(call.number())));
        bench.start();
        bench.advance(Duration.ofMillis(5500));

        assertThat(refreshes("published")).isEqualTo("2.0");
        assertThat(refreshes("unchanged")).isEqualTo("1.0");
        assertThat(refreshes("refused")).isEqualTo("2.0");
        assertThat(refreshes("failed")).isEqualTo("1.0");
        assertThat(refreshes("skipped")).isEqualTo("0.0");
        assertThat(bench.metric("freshet_gate_refusals_total{endpoint=\"/live.json\",reason=\"json\"}"))
                .isEqualTo("1.0");
        assertThat(bench.metric("freshet_gate_refusals_total{endpoint=\"/live.json\",reason=\"too-large\"}"))
                .isEqualTo("1.0");
        assertThat(bench.metric("freshet_fetch_faults_total{endpoint=\"/live.json\",reason=\"status\"}"))
                .isEqualTo("1.0");
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(2, 1, 2, 1, 0));
    }

    @Test
    void aRefreshLastsFromTheTickToItsEnd() {
        source.script(this::afterHalfASecond);
        bench.pool = bench.timer.executor(Duration.ofMillis(250)::toNanos);
        bench.start();
        bench.advance(Duration.ofMillis(900));

        assertThat(bench.metric("freshet_refresh_seconds_sum")).isEqualTo("0.75");
        assertThat(bench.metric("freshet_refresh_seconds_count")).isEqualTo("1");
    }

    private CompletableFuture<Fetched> afterHalfASecond(Call call) {
        bench.timer.schedule(call.atNanos() + 500_000_000, () -> call.answer().complete(fresh("1")));
        return call.answer();
    }

    @Test
    void aScrapeReadsAgeVersionAndSizeFromTheCache() {
        source.always(fresh("[" + "1000,".repeat(100) + "0]"));
        bench.start();
        source.always(failed(Reason.CONNECT));
        bench.advance(Duration.ofMillis(2500));

        assertThat(bench.metric("freshet_snapshot_age_seconds{endpoint=\"/live.json\"}"))
                .isEqualTo("2.5");
        assertThat(bench.metric("freshet_snapshot_version{endpoint=\"/live.json\"}"))
                .isEqualTo("1.0");
        assertThat(bench.metric("freshet_snapshot_bytes{coding=\"identity\",endpoint=\"/live.json\"}"))
                .isEqualTo("503.0");
        assertThat(bench.metric("freshet_snapshot_bytes{coding=\"br\",endpoint=\"/live.json\"}"))
                .isNotEqualTo("absent");
    }

    @Test
    void withoutASnapshotThereIsNoAge() {
        bench.start();

        assertThat(bench.metric("freshet_snapshot_age_seconds{endpoint=\"/live.json\"}"))
                .isEqualTo("absent");
    }

    @Test
    void anEndpointOfSeveralResourcesShowsTheOldestAgeTheHighestVersionAndAllBytes() {
        ScriptedSource other = new ScriptedSource(bench.clock);
        bench.subjects.add(new Subject(
                new ResourceKey(null, "/other", false),
                bench.subjects.getFirst().endpoint(),
                other));
        source.always(fresh("1"));
        other.script(
                call -> CompletableFuture.completedFuture(call.number() == 0 ? fresh("22") : failed(Reason.CONNECT)));
        bench.start();
        source.always(fresh("3"));
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.metric("freshet_snapshot_age_seconds{endpoint=\"/live.json\"}"))
                .isEqualTo("3.0");
        assertThat(bench.metric("freshet_snapshot_version{endpoint=\"/live.json\"}"))
                .isEqualTo("2.0");
        assertThat(bench.metric("freshet_snapshot_bytes{coding=\"identity\",endpoint=\"/live.json\"}"))
                .isEqualTo("3.0");
    }

    private String refreshes(String outcome) {
        return bench.metric("freshet_refreshes_total{endpoint=\"/live.json\",outcome=\"" + outcome + "\"}");
    }
}

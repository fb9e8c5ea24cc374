package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.GateConfig;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherGateTest {
    private static final String PATH = "/live.json";
    private static final GateConfig NOT_OLDER = new GateConfig(1000, 1, List.of(), "/n", null, null);
    private static final GateConfig NOT_HALF = new GateConfig(1000, 1, List.of(), null, 50, null);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatIsOlderThanWhatIsPublishedIsNeverPublished() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).gate(NOT_OLDER));
        source.script(call -> CompletableFuture.completedFuture(fresh("{\"n\":" + (call.number() % 7) + "}")));
        bench.start();
        for (int i = 0; i < 30; i++) {
            bench.tick();
            assertThat(bench.text(PATH)).isEqualTo("{\"n\":" + Math.min(6, i + 1) + "}");
        }

        assertThat(bench.metric("freshet_gate_refusals_total{endpoint=\"/live.json\",reason=\"older\"}"))
                .isNotEqualTo("absent");
    }

    @Test
    void anotherRefresherGoesOnComparingWithWhatIsPublished() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).gate(NOT_OLDER));
        source.always(fresh("{\"n\":9}"));
        bench.start();
        bench.refresher().stop();
        source.always(fresh("{\"n\":8}"));

        bench.restart();
        bench.tick();

        assertThat(bench.text(PATH)).isEqualTo("{\"n\":9}");
        assertThat(bench.snapshot(PATH).version().number()).isEqualTo(1);
    }

    @Test
    void aSuddenShrinkingIsRefusedUntilNothingElseMayBeServed() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).gate(NOT_HALF).maxStale(Duration.ofSeconds(10)));
        source.always(fresh("\"" + "x".repeat(100) + "\""));
        bench.start();
        source.always(fresh("\"x\""));

        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.text(PATH)).hasSize(102);

        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.text(PATH)).isEqualTo("\"x\"");
    }

    @Test
    void theSnapshotTellsWhatWasRefusedLastAndNothingOnceTheSourceDoesNotAnswer() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        assertThat(bench.snapshot(PATH).detail()).isNull();

        source.always(fresh("}"));
        bench.tick();
        assertThat(bench.snapshot(PATH).detail()).isEqualTo("refused-json");
        source.always(failed(Reason.CONNECT));
        bench.advance(Duration.ofSeconds(3));
        assertThat(bench.snapshot(PATH).detail()).isNull();

        source.always(fresh("}"));
        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.snapshot(PATH).detail()).isEqualTo("refused-json");
        source.always(fresh("1"));
        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.snapshot(PATH).detail()).isNull();
    }

    @Test
    void aRefusalDoesNotConfirmTheSnapshot() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        source.always(fresh("}"));

        bench.advance(Duration.ofSeconds(5));

        assertThat(bench.snapshot(PATH).ageMillis(bench.clock.epochMillis())).isEqualTo(5000);
    }

    @Test
    void theFallbackIsAskedInTheSameRefreshWhereTheGateRefuses() {
        ScriptedSource source = chain(() -> fresh("}"), () -> fromFallback("2"));
        bench.start();

        assertThat(bench.text(PATH)).isEqualTo("2");
        assertThat(source.calls()).hasSize(2);
        assertThat(source.calls().get(0).request().fallbackOnly()).isFalse();
        assertThat(source.calls().get(1).request().fallbackOnly()).isTrue();
        assertThat(bench.refresher().totals().published()).isOne();
        assertThat(bench.refresher().totals().refused()).isZero();
        assertThat(bench.metric("freshet_gate_refusals_total{endpoint=\"/live.json\",reason=\"json\"}"))
                .isEqualTo("1.0");
    }

    @Test
    void aPayloadOfTheFallbackThatIsRefusedTooIsTheEnd() {
        ScriptedSource source = chain(() -> fresh("}"), () -> fromFallback("]"));
        bench.start();

        assertThat(source.calls()).hasSize(2);
        assertThat(bench.snapshot(PATH)).isNull();
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(0, 0, 1, 0, 0));
    }

    @Test
    void aFallbackThatFailsLeavesTheRefusal() {
        chain(() -> fresh("}"), () -> failed(Reason.CONNECT));
        bench.start();

        assertThat(bench.refresher().totals()).isEqualTo(new Totals(0, 0, 1, 0, 0));
        assertThat(bench.refresher().resources().getFirst().trouble()).startsWith("json: line 1, column 1");
    }

    @Test
    void aFallbackThatHangsIsGivenUp() {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).withFallback());
        source.script(
                call -> call.request().fallbackOnly() ? call.answer() : CompletableFuture.completedFuture(fresh("}")));
        bench.start();

        bench.advance(Bench.TIMEOUT.plus(Bench.MARGIN));

        assertThat(bench.refresher().totals().refused()).isOne();
    }

    @Test
    void whileTheFallbackHasAGoodOneTheRefusalIsLoggedOnceAndItsEndOnce() {
        boolean[] good = {false};
        chain(() -> fresh(good[0] ? "1" : "}"), () -> fromFallback("2"));
        bench.start();
        bench.advance(Duration.ofSeconds(30));
        good[0] = true;
        bench.advance(Duration.ofSeconds(30));

        assertThat(bench.log.messages()).hasSize(2);
        assertThat(bench.log.messages().get(0))
                .startsWith("/live.json: refused by the gate, so the fallback is asked: json: line 1, column 1");
        assertThat(bench.log.messages().get(1))
                .isEqualTo("/live.json: the gate no longer refuses what the source gives");
        assertThat(bench.text(PATH)).isEqualTo("1");
    }

    private ScriptedSource chain(Supplier<Fetched> first, Supplier<Fetched> fallback) {
        ScriptedSource source = bench.add(new EndpointDraft(PATH).withFallback());
        source.script(call ->
                CompletableFuture.completedFuture(call.request().fallbackOnly() ? fallback.get() : first.get()));
        return source;
    }

    private static Fetched fromFallback(String json) {
        return fresh(json, new Validators(1, null, null), 0);
    }
}

package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.config.GateConfig;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.hand.EarlierVersion;
import dev.freshet.hand.LastRefresh;
import dev.freshet.hand.ResourceView;
import dev.freshet.observe.Fault.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator does to a resource, in virtual time. */
final class OperatorHandTest {
    private static final String PATH = "/live.json";
    private static final ResourceKey KEY = new ResourceKey(null, PATH, true);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theViewTellsHowItStands() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("{\"n\":1}"));
        bench.start();
        bench.tick();
        source.always(fresh("{\"n\":"));
        bench.tick();

        ResourceView view = view();

        assertThat(view.served()).isSameAs(bench.cache.get(KEY));
        assertThat(view.newest()).isSameAs(view.served());
        assertThat(view.last()).isEqualTo(new LastRefresh("refused", bench.clock.epochMillis()));
        assertThat(view.trouble()).startsWith("json: line 1");
        assertThat(view.refusals()).isEqualTo(Map.of("json", 1L));
        assertThat(view.nextTickMillis()).isEqualTo(bench.clock.epochMillis() + 1000);
        assertThat(bench.refresher().hand().resources()).hasSize(1);
        assertThat(bench.refresher().hand().resource(new ResourceKey(null, "/none", true)))
                .isNull();
    }

    @Test
    void aPauseLetsTicksAndChangesComeToNothingUntilItIsResumed() {
        ScriptedSource source = counting(bench.add(PATH));
        bench.start();
        int before = source.calls().size();

        assertThat(act(new Act.Pause(null))).isEqualTo(new Deed.Done("paused"));
        bench.advance(MINUTE);
        bench.refresher().changed(KEY);

        assertThat(source.calls()).hasSize(before);
        assertThat(bench.metric("freshet_refreshes_total{endpoint=\"/live.json\",outcome=\"paused\"}"))
                .isEqualTo("61.0");
        assertThat(view().pause().untilMillis()).isNull();
        assertThat(view().nextTickMillis()).isNull();
        assertThat(view().served().ageMillis(bench.clock.epochMillis())).isEqualTo(60_000);

        assertThat(act(new Act.Resume())).isEqualTo(new Deed.Done("resumed"));
        assertThat(source.calls()).hasSize(before + 1);
        bench.tick();
        assertThat(source.calls()).hasSize(before + 2);
        assertThat(act(new Act.Resume())).isInstanceOf(Deed.Refused.class);
    }

    @Test
    void whatWasBegunBeforeAPauseIsNotPublishedInIt() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        source.hang();
        bench.tick();
        bench.refresher().changed(KEY); // another is to follow

        act(new Act.Pause(null));
        int before = source.calls().size();
        source.lastCall().answer().complete(fresh("2"));
        bench.advance(MINUTE);

        assertThat(bench.text(PATH)).isEqualTo("1");
        assertThat(source.calls()).hasSize(before);
        source.always(fresh("3"));
        act(new Act.Refresh());
        bench.advance(Duration.ZERO);
        assertThat(bench.text(PATH)).isEqualTo("3");
    }

    @Test
    void aPauseForATimeEndsByItself() {
        ScriptedSource source = counting(bench.add(PATH));
        bench.start();
        act(new Act.Pause(Duration.ofSeconds(10)));
        bench.advance(Duration.ofMillis(9900));
        int before = source.calls().size();

        bench.advance(Duration.ofMillis(100));

        assertThat(source.calls().size()).isGreaterThan(before);
        assertThat(view().pause()).isNull();
    }

    @Test
    void aPauseThatIsRenewedIsNotEndedByTheFirst() {
        ScriptedSource source = counting(bench.add(PATH));
        bench.start();
        act(new Act.Pause(Duration.ofSeconds(10)));
        bench.advance(Duration.ofSeconds(5));
        act(new Act.Pause(Duration.ofSeconds(60)));
        int before = source.calls().size();

        bench.advance(Duration.ofSeconds(50));

        assertThat(source.calls()).hasSize(before);
        bench.advance(Duration.ofSeconds(11));
        assertThat(source.calls().size()).isGreaterThan(before);
    }

    @Test
    void aRefreshThatIsAskedForIsMadeAlsoWhereItIsPaused() {
        ScriptedSource source = counting(bench.add(PATH));
        bench.start();
        act(new Act.Pause(null));
        int before = source.calls().size();

        assertThat(act(new Act.Refresh())).isEqualTo(new Deed.Done("refreshing"));
        bench.advance(MINUTE);

        assertThat(source.calls()).hasSize(before + 1);
    }

    @Test
    void aPinnedPayloadIsServedForItsTimeAndNotLonger() {
        counting(bench.add(PATH));
        bench.start();

        Deed deed = act(pin("{\"by\":\"hand\"}", Duration.ofMillis(599_500), false));

        assertThat(deed).isInstanceOf(Deed.Done.class);
        assertThat(bench.text(PATH)).isEqualTo("{\"by\":\"hand\"}");
        bench.advance(Duration.ofMillis(599_499));
        assertThat(bench.text(PATH)).isEqualTo("{\"by\":\"hand\"}");
        assertThat(bench.snapshot(PATH).mayBeServed(bench.clock.epochMillis(), 60_000))
                .isTrue();
        String newest = text(view());

        bench.advance(Duration.ofMillis(1));

        assertThat(bench.text(PATH)).isEqualTo(newest).isNotEqualTo("0");
        assertThat(view().pin()).isNull();
    }

    @Test
    void aPinIsForItsTimeWhateverTheWallClockIsSetTo() {
        counting(bench.add(PATH));
        bench.start();
        act(pin("1", MINUTE, false));

        bench.clock.stepWall(Duration.ofHours(-5));
        bench.advance(MINUTE);

        assertThat(view().pin()).isNull();
    }

    @Test
    void unpinningShowsTheNewestGoodAtOnceWithoutAFetch() {
        ScriptedSource source = counting(bench.add(PATH));
        bench.start();
        act(pin("\"hand\"", MINUTE, false));
        bench.tick();
        String newest = text(view());
        int before = source.calls().size();

        assertThat(act(new Act.Unpin()))
                .isEqualTo(new Deed.Done(
                        "unpinned",
                        view().newest().version().number(),
                        view().newest().identity().etag()));

        assertThat(bench.text(PATH)).isEqualTo(newest);
        assertThat(source.calls()).hasSize(before);
        assertThat(act(new Act.Unpin())).isInstanceOf(Deed.Refused.class);
    }

    @Test
    void pinningDoesNotWaitForAFetchThatHangs() {
        ScriptedSource source = bench.add(PATH);
        bench.start();
        assertThat(source.lastCall().answer()).isNotDone();

        assertThat(act(pin("1", MINUTE, false))).isInstanceOf(Deed.Done.class);

        assertThat(bench.text(PATH)).isEqualTo("1");
    }

    @Test
    void numbersOfVersionsAreNeverGivenTwice() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        Deed.Done first = (Deed.Done) act(pin("\"a\"", MINUTE, false));
        bench.tick();
        Deed.Done second = (Deed.Done) act(pin("\"b\"", MINUTE, false));
        source.always(fresh("2"));
        bench.tick();

        assertThat(List.of(first.version(), second.version())).containsExactly(2L, 3L);
        assertThat(view().newest().version().number()).isEqualTo(4);
    }

    @Test
    void theGateLooksAtWhatIsPinnedUnlessItIsForced() {
        ScriptedSource source =
                bench.add(new EndpointDraft(PATH).gate(new GateConfig(20, 1, List.of("/n"), "/n", null, null)));
        source.always(fresh("{\"n\":5}"));
        bench.start();

        assertThat(refusal(pin("{\"n\":4}", MINUTE, false)).word()).isEqualTo("older");
        assertThat(refusal(pin("{}", MINUTE, false)).word()).isEqualTo("required");
        assertThat(bench.text(PATH)).isEqualTo("{\"n\":5}");

        assertThat(refusal(pin("{\"n\":", MINUTE, true)).reason()).isEqualTo(Deed.Reason.GATE);
        assertThat(refusal(pin("\"" + "a".repeat(20) + "\"", MINUTE, true)).reason())
                .isEqualTo(Deed.Reason.TOO_LARGE);
        assertThat(act(pin("{}", MINUTE, true))).isInstanceOf(Deed.Done.class);
        assertThat(bench.text(PATH)).isEqualTo("{}");
    }

    @Test
    void theLastVersionsAreKeptAndCanBePinned() {
        counting(bench.add(PATH));
        bench.start();
        bench.advance(Duration.ofSeconds(10));
        long newest = view().newest().version().number();
        List<EarlierVersion> earlier = view().earlier();

        assertThat(earlier.stream().map(EarlierVersion::number)).containsExactly(newest - 1, newest - 2, newest - 3);
        EarlierVersion oldest = earlier.getLast();
        assertThat(act(new Act.PinVersion(oldest.number(), MINUTE)))
                .isEqualTo(new Deed.Done("pinned", oldest.number(), oldest.etag()));
        assertThat(bench.text(PATH)).isEqualTo(payload(oldest));
        assertThat(bench.snapshot(PATH).version().number()).isEqualTo(oldest.number());

        Deed.Refused refused = refusal(new Act.PinVersion(newest - 4, MINUTE));
        assertThat(refused.reason()).isEqualTo(Deed.Reason.UNKNOWN);
        assertThat(refused.detail()).contains("expected: one of " + newest + ", " + (newest - 1));
    }

    @Test
    void whatFailsBeneathAPinChangesNothingOfIt() {
        ScriptedSource source = bench.add(PATH);
        source.always(fresh("1"));
        bench.start();
        act(pin("\"hand\"", Duration.ofMinutes(5), false));
        source.always(failed(Reason.CONNECT));

        bench.advance(Duration.ofMinutes(2));

        assertThat(bench.text(PATH)).isEqualTo("\"hand\"");
        assertThat(view().newest().mayBeServed(bench.clock.epochMillis(), 60_000))
                .isFalse();
    }

    @Test
    void beneathAPinTheGateHoldsOnToASizeNoLongerThanWithoutOne() {
        GateConfig notHalf = new GateConfig(1000, 1, List.of(), null, 50, null);
        ScriptedSource source = bench.add(new EndpointDraft(PATH).gate(notHalf).maxStale(Duration.ofSeconds(10)));
        source.always(fresh("\"" + "x".repeat(100) + "\""));
        bench.start();
        act(pin("\"hand\"", MINUTE, true));
        source.always(fresh("\"x\""));

        bench.advance(Duration.ofSeconds(10));
        assertThat(text(view())).hasSize(102);

        bench.advance(Duration.ofSeconds(2));
        assertThat(text(view())).isEqualTo("\"x\"");
        assertThat(bench.text(PATH)).isEqualTo("\"hand\"");
    }

    @Test
    void withAResourceItsGroupIsPausedButItAloneIsPinned() {
        ScriptedSource one = counting(bench.add(new EndpointDraft(PATH).group("night")));
        ScriptedSource other = counting(bench.add(new EndpointDraft("/other.json").group("night")));
        bench.start();
        act(pin("\"hand\"", MINUTE, false));
        bench.tick();
        assertThat(bench.text(PATH)).isEqualTo("\"hand\"");
        assertThat(bench.text("/other.json")).isEqualTo(text(view())).isEqualTo("1");

        act(new Act.Pause(null));
        bench.advance(MINUTE);

        assertThat(one.calls()).hasSize(2);
        assertThat(other.calls()).hasSize(2);
        assertThat(bench.text(PATH)).isEqualTo("1");
    }

    @Test
    void aPayloadIsPutOnlyWhereTheSourceIsPush() {
        counting(bench.add(PATH));
        bench.start();

        assertThat(refusal(new Act.Put(ScriptedSource.payload("1", "application/json"), null))
                        .reason())
                .isEqualTo(Deed.Reason.CONFLICT);
    }

    @Test
    void thereIsNothingToDoToAResourceThatIsNotThere() {
        bench.start();

        assertThat(refusal(new Act.Refresh()).reason()).isEqualTo(Deed.Reason.UNKNOWN);
    }

    private ResourceView view() {
        return bench.refresher().hand().resource(KEY);
    }

    private String payload(EarlierVersion version) {
        return new String(
                bench.refresher().hand().earlier(KEY, version.number()).bytes(), StandardCharsets.UTF_8);
    }

    private Deed act(Act act) {
        CompletableFuture<Deed> deed = bench.refresher().hand().act(KEY, act);
        bench.advance(Duration.ZERO);
        return deed.join();
    }

    private Deed.Refused refusal(Act act) {
        return (Deed.Refused) act(act);
    }

    private static Act pin(String json, Duration time, boolean force) {
        return new Act.Pin(ScriptedSource.payload(json, "application/json"), time, force);
    }

    private static ScriptedSource counting(ScriptedSource source) {
        source.count();
        return source;
    }

    private static String text(ResourceView view) {
        return new String(view.newest().identity().body(), StandardCharsets.UTF_8);
    }
}

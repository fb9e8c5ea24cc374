package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherGroupTest {
    private static final String INDEX = "/index.json";
    private static final String RESULTS = "/results.json";

    private final Bench bench = new Bench();
    private final ScriptedSource index = bench.add(new EndpointDraft(INDEX).group("night"));
    private final ScriptedSource results = bench.add(new EndpointDraft(RESULTS).group("night"));

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void allMembersAreFetchedByOneTick() {
        say("1", "1");
        bench.restart();

        bench.advance(Duration.ofMinutes(1));

        assertThat(index.calls()).hasSize(61);
        for (int i = 0; i < 61; i++) {
            assertThat(results.calls().get(i).atNanos())
                    .isEqualTo(index.calls().get(i).atNanos());
        }
    }

    @Test
    void nothingIsPublishedBeforeAllMembersAreGood() {
        index.always(fresh("1"));
        results.hang();
        bench.restart();
        assertThat(bench.snapshot(INDEX)).isNull();

        results.lastCall().answer().complete(fresh("1"));
        bench.advance(Duration.ZERO);

        assertThat(bench.text(INDEX)).isEqualTo("1");
        assertThat(bench.text(RESULTS)).isEqualTo("1");
    }

    @Test
    void aMemberThatIsRefusedHoldsTheOthersBack() {
        say("1", "1");
        bench.restart();
        say("2", "}");
        second();

        assertThat(bench.text(INDEX)).isEqualTo("1");
        assertThat(bench.snapshot(INDEX).detail()).isEqualTo("held");
        assertThat(bench.snapshot(RESULTS).detail()).isEqualTo("refused-json");
        assertThat(bench.metric("freshet_refreshes_total{endpoint=\"/index.json\",outcome=\"held\"}"))
                .isEqualTo("1.0");
        assertThat(bench.refresher().resources().getFirst().trouble())
                .isEqualTo("held back: another of its group is not good");
    }

    @Test
    void aMemberThatFailsHoldsTheOthersBackUntilItIsGoodAgain() {
        say("1", "1");
        bench.restart();
        index.always(fresh("2"));
        results.always(failed(Reason.CONNECT));
        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.text(INDEX)).isEqualTo("1");

        results.always(fresh("2"));
        second();

        assertThat(bench.text(INDEX)).isEqualTo("2");
        assertThat(bench.text(RESULTS)).isEqualTo("2");
        assertThat(bench.snapshot(INDEX).detail()).isNull();
        assertThat(bench.refresher().resources()).allMatch(each -> each.trouble() == null);
    }

    @Test
    void whatIsUnchangedIsConfirmedWhateverTheOthersDo() {
        say("1", "1");
        bench.restart();
        results.always(failed(Reason.CONNECT));

        bench.advance(Duration.ofSeconds(10));

        assertThat(bench.snapshot(INDEX).ageMillis(bench.clock.epochMillis())).isLessThan(1000);
        assertThat(bench.snapshot(RESULTS).ageMillis(bench.clock.epochMillis())).isEqualTo(10_000);
    }

    @Test
    void onlyWhoFailsIsLogged() {
        say("1", "1");
        bench.restart();
        index.always(fresh("2"));
        results.always(failed(Reason.CONNECT));
        bench.advance(Duration.ofSeconds(10));

        assertThat(bench.log.warnings())
                .singleElement()
                .asString()
                .startsWith("/results.json: refresh failed: connect");
    }

    @Test
    void theBackOffOfAGroupIsThatOfAllItsMembers() {
        bench.subjects.clear();
        bench.sources.clear();
        ScriptedSource well = bench.add(new EndpointDraft(INDEX).group("night").maxBackOff(Duration.ofSeconds(5)));
        ScriptedSource ill = bench.add(new EndpointDraft(RESULTS).group("night").maxBackOff(Duration.ofSeconds(5)));
        well.always(fresh("1"));
        ill.always(failed(Reason.CONNECT));
        bench.restart();

        bench.advance(Duration.ofMinutes(1));

        assertThat(well.calls()).hasSameSizeAs(ill.calls()).hasSizeLessThan(30);
    }

    @Test
    void aTickThatFindsOneMemberAtWorkIsSkippedForAll() {
        index.always(fresh("1"));
        bench.add("/other.json").always(fresh("1"));
        results.script(call -> call.answer());
        bench.restart();

        bench.advance(Duration.ofMillis(750));
        assertThat(index.calls()).hasSize(1);
        bench.advance(Duration.ofSeconds(10));

        assertThat(index.calls()).hasSameSizeAs(results.calls());
        assertThat(bench.text("/other.json")).isEqualTo("1");
    }

    @Test
    void anotherRefresherTakesTheGroupOver() {
        say("1", "1");
        bench.restart();
        bench.refresher().stop();
        say("2", "}");

        bench.restart();
        assertThat(bench.text(INDEX)).isEqualTo("1");
        say("2", "2");
        second();

        assertThat(bench.text(INDEX)).isEqualTo("2");
        assertThat(bench.text(RESULTS)).isEqualTo("2");
    }

    private void say(String first, String second) {
        index.always(fresh(first));
        results.always(fresh(second));
    }

    private void second() {
        bench.advance(Duration.ofSeconds(1));
    }
}

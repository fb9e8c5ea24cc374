package dev.freshet.refresh.template;

import static dev.freshet.refresh.template.TemplateBench.done;
import static dev.freshet.refresh.template.TemplateBench.failed;
import static dev.freshet.refresh.template.TemplateBench.fresh;
import static dev.freshet.refresh.template.TemplateBench.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.config.Templates;
import dev.freshet.decide.Arrival;
import dev.freshet.decide.Expected;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import dev.freshet.testing.LogCapture;
import dev.freshet.testing.MayWarn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the resources of a template come, stay and leave, in virtual time. */
final class TemplateResourcesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TemplateBench bench = bench(10, 1000);

    @Test
    void theFirstRequestFetchesAndFromThenOnItIsKeptFresh() {
        assertThat(bench.hits(1)).isFalse();

        assertThat(bench.ask(1)).isInstanceOfSatisfying(Arrival.Came.class, came -> {
            assertThat(came.kept()).isTrue();
            assertThat(came.snapshot()).isSameAs(bench.snapshot(1));
            assertThat(came.endpoint().label()).isEqualTo("/m/{id}");
        });
        assertThat(bench.hits(1)).isTrue();
        bench.timer.advance(SECOND.multipliedBy(10));
        assertThat(bench.asked).hasSize(11).containsOnly(path(1));
        assertThat(bench.snapshot(1).ageMillis(bench.clock.epochMillis())).isLessThanOrEqualTo(1000);
    }

    @Test
    void allWhoComeMeanwhileWaitForOneFetch() {
        CompletableFuture<Fetched> answer = new CompletableFuture<>();
        bench.source = _ -> answer;
        List<Expected> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(bench.template.expect(path(1)));
        }
        bench.settle();

        assertThat(bench.asked).hasSize(1);
        assertThat(waiting).filteredOn(Expected::collapsed).hasSize(99);
        answer.complete(fresh("1"));
        bench.settle();
        assertThat(waiting)
                .allSatisfy(each -> assertThat(each.arrival().getNow(null)).isInstanceOf(Arrival.Came.class));
    }

    @Test
    void whatTheSourceDoesNotKnowIsRememberedForAWhile() {
        bench.source = _ -> done(failed(Reason.MISSING));

        assertThat(bench.ask(1)).isEqualTo(new Arrival.Missing(true));
        assertThat(bench.ask(1)).isEqualTo(new Arrival.Missing(false));
        bench.timer.advance(Duration.ofMillis(4900));
        assertThat(bench.ask(1)).isEqualTo(new Arrival.Missing(false));
        assertThat(bench.asked).hasSize(1);

        bench.timer.advance(Duration.ofMillis(200));
        bench.source = path -> done(fresh(path));
        assertThat(bench.ask(1)).isInstanceOf(Arrival.Came.class);
        assertThat(bench.asked).hasSize(2);
        assertThat(bench.metric("freshet_first_fetches_total{endpoint=\"/m/{id}\",outcome=\"remembered\"}"))
                .isEqualTo(2);
    }

    @Test
    @MayWarn("the source fails")
    void aFailureIsNotRememberedAndLeavesNothingBehind() {
        bench.source = _ -> done(failed(Reason.REDIS));

        assertThat(bench.ask(1)).isEqualTo(new Arrival.Failed());
        assertThat(bench.ask(1)).isEqualTo(new Arrival.Failed());
        bench.timer.advance(SECOND.multipliedBy(10));
        assertThat(bench.asked).hasSize(2);
        assertThat(bench.refresher.resources()).isEmpty();
    }

    @Test
    @MayWarn("the gate refuses it")
    void aFirstPayloadThatTheGateRefusesIsNotServed() {
        bench.source = _ -> done(new Fetched.Fresh(
                new Payload("{".getBytes(StandardCharsets.UTF_8), "application/json"), Validators.NONE, 0));

        assertThat(bench.ask(1)).isEqualTo(new Arrival.Failed());
        assertThat(bench.snapshot(1)).isNull();
    }

    @Test
    @MayWarn("the source hangs")
    void whoWaitsIsToldAtTheDeadline() {
        bench.source = _ -> new CompletableFuture<>();
        Expected expected = bench.template.expect(path(1));

        bench.timer.advance(Duration.ofMillis(1000));
        assertThat(expected.arrival()).isNotDone();
        bench.timer.advance(Duration.ofMillis(200));
        assertThat(expected.arrival().getNow(null)).isEqualTo(new Arrival.Late());
    }

    @Test
    void onlySoManyPathsAreAskedForTheFirstTimeInASecond() {
        TemplateBench bounded = bench(1000, 20);
        bounded.source = _ -> done(failed(Reason.MISSING));
        int id = 0;
        for (int i = 0; i < 1000; i++) {
            bounded.ask(id++);
            bounded.timer.advance(Duration.ofMillis(10));
        }

        assertThat(bounded.asked).hasSizeBetween(200, 221);
        assertThat(bounded.metric("freshet_first_fetches_total{endpoint=\"/m/{id}\",outcome=\"crowded\"}"))
                .isEqualTo(1000 - bounded.asked.size());
    }

    @Test
    void onlySoManyFirstFetchesRunAtOnce() {
        TemplateBench bounded = bench(1000, 20);
        bounded.source = _ -> new CompletableFuture<>();
        for (int i = 0; i < 20; i++) {
            assertThat(bounded.ask(i)).isNull();
        }
        bounded.clock.advance(Duration.ofMillis(900));

        assertThat(bounded.ask(20)).isEqualTo(new Arrival.Crowded());
        assertThat(bounded.asked).hasSize(20);
    }

    @Test
    void whatNobodyAsksForLeaves() {
        bench.ask(1);
        bench.ask(2);
        for (int i = 0; i < 6; i++) {
            bench.timer.advance(Duration.ofMinutes(1));
            assertThat(bench.hits(1)).isTrue();
        }

        assertThat(bench.hits(2)).isFalse();
        assertThat(bench.snapshot(2)).isNull();
        assertThat(bench.metric("freshet_template_resources{endpoint=\"/m/{id}\"}"))
                .isEqualTo(1);
        assertThat(bench.metric("freshet_resources_left_total{endpoint=\"/m/{id}\",reason=\"idle\"}"))
                .isEqualTo(1);
        bench.asked.clear();
        bench.timer.advance(SECOND.multipliedBy(5));
        assertThat(bench.asked).hasSize(5).containsOnly(path(1));
    }

    @Test
    void whatIsAskedForMostStaysAndTheBoundIsKept() {
        for (int round = 0; round < 20; round++) {
            for (int id = 0; id < 10; id++) {
                if (!bench.hits(id)) {
                    bench.ask(id);
                }
            }
        }
        for (int id = 1000; id < 1500; id++) {
            assertThat(bench.ask(id)).isInstanceOf(Arrival.Came.class);
            bench.timer.advance(Duration.ofMillis(20));
        }

        int stayed = 0;
        for (int id = 0; id < 10; id++) {
            stayed += bench.hits(id) ? 1 : 0;
        }
        assertThat(stayed).isGreaterThanOrEqualTo(8);
        assertThat(bench.endpoints.resources()).isLessThanOrEqualTo(10);
        assertThat(bench.refresher.resources()).hasSizeLessThanOrEqualTo(10);
        bench.asked.clear();
        bench.timer.advance(SECOND.multipliedBy(10));
        assertThat(bench.asked).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void whatTheSourceHasNoMoreLeavesWhenItMayNotBeServedAnyMore() {
        bench.ask(1);
        bench.source = _ -> done(failed(Reason.MISSING));
        for (int i = 0; i < 59; i++) {
            bench.timer.advance(SECOND);
            assertThat(bench.hits(1)).as("after %d s", i).isTrue();
        }
        bench.timer.advance(SECOND.multipliedBy(5));

        assertThat(bench.hits(1)).isFalse();
        assertThat(bench.ask(1)).isEqualTo(new Arrival.Missing(true));
        assertThat(bench.refresher.resources()).isEmpty();
    }

    @Test
    void everyResidentHasAnIndexOfItsOwn() {
        Set<Integer> indices = new HashSet<>();
        for (int id = 0; id < 10; id++) {
            bench.ask(id);
            indices.add(bench.template.resident(path(id)).index());
        }

        assertThat(indices).hasSize(10).allMatch(each -> each > 0 && each < bench.demand.endpoints());
    }

    @Test
    void aHundredThousandThatCameAndWentLeaveNothingBehind() {
        TemplateBench busy = bench(100, 100_000);
        for (int id = 0; id < 100_000; id++) {
            assertThat(busy.ask(id)).isInstanceOf(Arrival.Came.class);
        }
        busy.timer.advance(Duration.ofMinutes(10));

        assertThat(busy.refresher.resources()).isEmpty();
        assertThat(busy.cache.pinnedBytes()).isZero();
        assertThat(busy.timer.waiting()).isLessThan(5);
        Set<Integer> indices = new HashSet<>();
        for (int id = 0; id < 100; id++) {
            busy.ask(id);
            indices.add(busy.template.resident(path(id)).index());
        }
        assertThat(indices).allMatch(each -> each <= 100);
    }

    @Test
    @MayWarn("the source fails")
    void aSourceThatFailsIsLoggedForTheTemplateAndNotForEachResource() {
        TemplateBench many = bench(500, 1000);
        for (int id = 0; id < 500; id++) {
            many.ask(id);
        }
        try (LogCapture log = new LogCapture()) {
            many.source = _ -> done(failed(Reason.REDIS));
            many.timer.advance(Duration.ofSeconds(50));
            many.source = path -> done(fresh(path));
            many.timer.advance(Duration.ofSeconds(5));

            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().getFirst()).contains("/m/{id}: refresh failed: redis");
            assertThat(log.messages().getLast()).contains("/m/{id}: good again");
        }
    }

    @Test
    void whatIsPurgedIsFetchedAgain() {
        bench.ask(1);
        bench.asked.clear();

        assertThat(bench.refresher.refreshNow(key -> key.path().equals(path(1))))
                .isOne();
        bench.settle();
        assertThat(bench.asked).containsExactly(path(1));
    }

    @Test
    void nothingIsRefreshedAfterTheStop() {
        bench.ask(1);
        bench.endpoints.stop();
        bench.refresher.stop();
        bench.asked.clear();
        bench.timer.advance(SECOND.multipliedBy(10));

        assertThat(bench.asked).isEmpty();
        assertThat(bench.timer.waiting()).isZero();
    }

    private static TemplateBench bench(int maxResources, int firstFetches) {
        return new TemplateBench(Templates.numbered(
                "/m/{id}", maxResources, Duration.ofMinutes(5), Duration.ofSeconds(5), firstFetches));
    }
}

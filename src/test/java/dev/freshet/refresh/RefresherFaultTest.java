package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.freshet.cache.Payload;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.refresh.ScriptedSource.Call;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherFaultTest {
    private static final String PATH = "/live.json";

    private final Bench bench = new Bench();
    private final ScriptedSource source = bench.add(PATH);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aFetchThatHangsForEverIsGivenUpAndTheNextTickGoesOn() {
        source.hang();
        bench.start();

        bench.advance(Bench.TIMEOUT.plus(Bench.MARGIN).minusNanos(1));
        assertThat(bench.refresher().totals().failed()).isZero();

        bench.advance(Duration.ofNanos(1));
        assertThat(faults("deadline")).isEqualTo("1.0");

        source.always(fresh("1"));
        bench.tick();
        assertThat(bench.text(PATH)).isEqualTo("1");
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(1, 0, 0, 1, 0));
    }

    @Test
    void aChainOfTwoSourcesHasTwiceTheTime() {
        ScriptedSource chain = bench.add("/chain.json", Duration.ofHours(1), true);
        source.always(fresh("1"));
        chain.hang();
        bench.start();

        bench.advance(Bench.TIMEOUT.multipliedBy(2).plus(Bench.MARGIN).minusNanos(1));
        assertThat(bench.refresher().totals().failed()).isZero();

        bench.advance(Duration.ofNanos(1));
        assertThat(bench.refresher().totals().failed()).isOne();
    }

    @Test
    void whatComesAfterTheDeadlineIsNeverPublished() {
        source.hang();
        bench.start();
        bench.advance(Bench.TIMEOUT.plus(Bench.MARGIN));

        source.lastCall().answer().complete(fresh("1"));
        bench.advance(Duration.ofMillis(100));

        assertThat(bench.snapshot(PATH)).isNull();
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(0, 0, 0, 1, 0));
    }

    @Test
    void aLateCompletionDoesNotEndTheFetchAfterIt() {
        source.hang();
        bench.start();
        Call late = source.lastCall();
        bench.tick();
        assertThat(source.calls()).hasSize(2);

        late.answer().complete(fresh("\"late\""));
        bench.advance(Duration.ZERO);
        assertThat(bench.snapshot(PATH)).isNull();

        source.lastCall().answer().complete(fresh("\"in time\""));
        bench.advance(Duration.ZERO);
        assertThat(bench.text(PATH)).isEqualTo("\"in time\"");
    }

    @Test
    void whatCameInTimeIsPublishedHoweverLongItWaitedForThePool() {
        source.always(fresh("1"));
        bench.pool = bench.timer.executor(Duration.ofSeconds(5)::toNanos);
        bench.start();

        bench.advance(Duration.ofSeconds(5));

        assertThat(bench.text(PATH)).isEqualTo("1");
        assertThat(bench.refresher().totals().failed()).isZero();
    }

    @Test
    void aFetchThatThrowsFailsOnlyItself() {
        source.script(_ -> {
            throw new IllegalStateException("as scripted");
        });
        recoversFromADefect();
    }

    @Test
    void aFetchThatThrowsAnErrorFailsOnlyItself() {
        source.script(_ -> {
            throw new StackOverflowError("as scripted");
        });
        recoversFromADefect();
    }

    @Test
    void aFetchThatReturnsNullFailsOnlyItself() {
        source.script(_ -> null);
        recoversFromADefect();
    }

    @Test
    void aFutureThatFailsFailsOnlyItself() {
        source.script(_ -> CompletableFuture.failedFuture(new IllegalStateException("as scripted")));
        recoversFromADefect();
    }

    @Test
    void aFutureOfNullFailsOnlyItself() {
        source.script(_ -> CompletableFuture.completedFuture(null));
        recoversFromADefect();
    }

    @Test
    void aPayloadThatBreaksTheRendererFailsOnlyItself() {
        source.always(new Fetched.Fresh(new Payload(new byte[] {'1'}, null), Validators.NONE, 0));
        recoversFromADefect();
    }

    @Test
    void aFullPoolFailsOnlyThatRefresh() {
        source.always(fresh("0"));
        bench.pool = _ -> {
            throw new RejectedExecutionException("as scripted");
        };
        recoversFromADefect();
    }

    @Test
    void aPoolThatCannotMakeAThreadFailsOnlyThatRefresh() {
        source.always(fresh("0"));
        bench.pool = _ -> {
            throw new OutOfMemoryError("as scripted");
        };
        recoversFromADefect();
    }

    private void recoversFromADefect() {
        bench.start();
        bench.tick();
        assertThat(bench.refresher().totals().failed()).isEqualTo(2);
        assertThat(faults("internal")).isEqualTo("2.0");
        assertThat(bench.log.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getFormattedMessage()).startsWith("/live.json: refresh failed: internal: ");
        });

        bench.pool = bench.timer.executor(() -> 0);
        source.always(fresh("1"));
        bench.tick();
        assertThat(bench.text(PATH)).isEqualTo("1");
    }

    @Test
    void aFailureIsLoggedWhenItBeginsAndWhenItIsOver() {
        source.always(fresh("1"));
        bench.start();
        source.always(failed(Reason.CONNECT));
        bench.advance(Duration.ofSeconds(30));
        source.always(fresh("2"));
        bench.tick();

        assertThat(bench.log.messages())
                .containsExactly(
                        "/live.json: refresh failed: connect: as scripted (scripted)",
                        "/live.json: good again after 30 refreshes that were not");
        assertThat(bench.log.events()).map(event -> event.getLevel()).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void oneRefreshThatFailedIsNotCalledSeveral() {
        source.always(fresh("1"));
        bench.start();
        source.always(failed(Reason.CONNECT));
        bench.tick();
        source.always(fresh("2"));
        bench.tick();

        assertThat(bench.log.messages().getLast()).isEqualTo("/live.json: good again after 1 refresh that was not");
    }

    @Test
    void aRefusalIsLoggedOnceWithThePlaceOfTheDefect() {
        source.always(fresh("{\"a\": [1,\n 2,}"));
        bench.start();
        bench.advance(Duration.ofSeconds(30));

        assertThat(bench.log.warnings())
                .singleElement()
                .asString()
                .startsWith("/live.json: refused by the gate: json: line 2, column 4: Unexpected character ('}'");
    }

    @Test
    void eachReasonIsLoggedOnceInARowOfFailures() {
        source.script(call -> CompletableFuture.completedFuture(
                call.number() % 2 == 0 ? failed(Reason.CONNECT) : failed(Reason.STATUS)));
        bench.start();
        bench.advance(Duration.ofSeconds(30));

        assertThat(bench.log.warnings()).hasSize(2);
    }

    @Test
    void aReasonIsLoggedAgainAfterAGoodRefresh() {
        source.script(call ->
                CompletableFuture.completedFuture(call.number() % 2 == 0 ? failed(Reason.CONNECT) : fresh("1")));
        bench.start();
        bench.advance(Duration.ofSeconds(3));

        assertThat(bench.log.warnings()).hasSize(2);
        assertThat(bench.log.messages()).hasSize(4);
    }

    @Test
    void goodRefreshesLogNothing() {
        source.script(call -> CompletableFuture.completedFuture(fresh(String.valueOf(call.number() / 2))));
        bench.start();
        bench.advance(Duration.ofSeconds(30));

        assertThat(bench.log.messages()).isEmpty();
    }

    @Test
    void theStateOfAResourceTellsItsTroubleUntilItIsGoodAgain() {
        source.always(failed(Reason.CONNECT));
        bench.start();
        assertThat(bench.refresher().resources())
                .containsExactly(new ResourceState(PATH, "scripted", "connect: as scripted"));

        source.always(fresh("1"));
        bench.tick();
        assertThat(bench.refresher().resources()).containsExactly(new ResourceState(PATH, "scripted", null));
    }

    private String faults(String reason) {
        return bench.metric("freshet_fetch_faults_total{endpoint=\"/live.json\",reason=\"" + reason + "\"}");
    }
}

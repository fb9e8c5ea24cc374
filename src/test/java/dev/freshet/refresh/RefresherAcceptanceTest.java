package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.fresh;
import static dev.freshet.refresh.ScriptedSource.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault;
import dev.freshet.source.Accepted;
import dev.freshet.source.Fetched;
import dev.freshet.source.Good;
import dev.freshet.source.Stamp;
import dev.freshet.source.Validators;
import dev.freshet.testing.MayWarn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is good is offered to the source before it is published. */
final class RefresherAcceptanceTest {
    private static final String PATH = "/live.json";

    private final Bench bench = new Bench();
    private final ScriptedSource source = bench.add(PATH);
    private final List<Good> offered = new ArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void nothingIsPublishedBeforeTheSourceHasSaidItsWord() {
        CompletableFuture<Accepted> word = new CompletableFuture<>();
        source.accept(_ -> word);
        source.always(fresh("1"));
        bench.start();
        bench.tick();
        assertThat(bench.snapshot(PATH)).isNull();

        word.complete(new Accepted.Agreed(Validators.NONE));
        bench.advance(Duration.ZERO);
        assertThat(bench.text(PATH)).isEqualTo("1");
    }

    @Test
    void theNextFetchHasTheValidatorsThatTheSourceAgreedWith() {
        Validators agreed = new Validators(0, "\"a\"", null, new Stamp(7, 7));
        source.accept(_ -> CompletableFuture.completedFuture(new Accepted.Agreed(agreed)));
        source.always(fresh("1"));
        bench.start();
        bench.tick();

        assertThat(source.lastCall().request().validators()).isEqualTo(agreed);
    }

    @Test
    void theSourceLearnsWhatIsNewAndWhatIsConfirmed() {
        source.accept(good -> {
            offered.add(good);
            return CompletableFuture.completedFuture(new Accepted.Agreed(good.given()));
        });
        source.always(fresh("1"));
        bench.start();
        source.always(unchanged(3));
        bench.tick();

        assertThat(offered).map(Good::unchanged).containsExactly(false, true);
        assertThat(offered).map(Good::ageMillis).containsExactly(0L, 3_000L);
        assertThat(offered)
                .map(each -> new String(each.payload().bytes(), StandardCharsets.UTF_8))
                .containsExactly("1", "1");
    }

    @Test
    void whatComesInsteadIsJudgedAndPublished() {
        source.accept(_ -> CompletableFuture.completedFuture(new Accepted.Instead(fresh("2"))));
        source.always(fresh("1"));
        bench.start();

        assertThat(bench.text(PATH)).isEqualTo("2");
    }

    @Test
    @MayWarn("the gate refuses what came instead")
    void theGateRefusesWhatComesInsteadLikeAnythingElse() {
        source.always(fresh("1"));
        bench.start();
        source.accept(_ -> CompletableFuture.completedFuture(new Accepted.Instead(fresh("<html>"))));
        source.always(fresh("2"));
        bench.tick();

        assertThat(bench.text(PATH)).isEqualTo("1");
        assertThat(bench.refresher().totals().refused()).isOne();
    }

    @Test
    @MayWarn("the gate refuses")
    void whatTheGateRefusesIsNotOffered() {
        source.accept(good -> {
            offered.add(good);
            return CompletableFuture.completedFuture(new Accepted.Agreed(good.given()));
        });
        source.always(fresh("<html>"));
        bench.start();

        assertThat(offered).isEmpty();
    }

    @Test
    @MayWarn("what comes instead is a failure")
    void aFailureInsteadLeavesTheLastGood() {
        source.always(fresh("1"));
        bench.start();
        Fault fault = new Fault(Fault.Reason.REDIS, "another leads");
        source.accept(_ -> CompletableFuture.completedFuture(new Accepted.Instead(new Fetched.Failed(fault))));
        source.always(fresh("2"));
        bench.tick();

        assertThat(bench.text(PATH)).isEqualTo("1");
        assertThat(bench.refresher().totals().failed()).isOne();
    }

    @Test
    @MayWarn("a defect")
    void aSourceThatThrowsEndsTheRefreshAndTheNextTickGoesOn() {
        source.accept(_ -> {
            throw new IllegalStateException("a defect");
        });
        source.always(fresh("1"));
        bench.start();
        assertThat(bench.refresher().totals().failed()).isOne();

        source.accept(good -> CompletableFuture.completedFuture(new Accepted.Agreed(good.given())));
        bench.tick();
        assertThat(bench.text(PATH)).isEqualTo("1");
    }
}

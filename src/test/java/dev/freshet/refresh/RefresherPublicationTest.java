package dev.freshet.refresh;

import static dev.freshet.refresh.ScriptedSource.failed;
import static dev.freshet.refresh.ScriptedSource.fresh;
import static dev.freshet.refresh.ScriptedSource.payload;
import static dev.freshet.refresh.ScriptedSource.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.Fetched;
import dev.freshet.source.Validators;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RefresherPublicationTest {
    private static final String PATH = "/live.json";
    private static final Validators FIRST = new Validators(0, "\"1\"", null);
    private static final Validators SECOND = new Validators(1, "\"2\"", "Sat, 21 Nov 2026 00:00:00 GMT");

    private final Bench bench = new Bench();
    private final ScriptedSource source = bench.add(PATH);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theFirstPayloadIsPublishedAsVersionOne() {
        source.always(fresh("{\"goals\":1}"));

        bench.start();

        assertThat(bench.text(PATH)).isEqualTo("{\"goals\":1}");
        assertThat(version().number()).isOne();
        assertThat(version().mediaType()).isEqualTo("application/json");
        assertThat(version().fetchedAtMillis()).isEqualTo(source.lastCall().atMillis());
    }

    @Test
    void aNewPayloadIsTheNextVersion() {
        source.always(fresh("1"));
        bench.start();
        source.always(fresh("2"));

        bench.tick();

        assertThat(bench.text(PATH)).isEqualTo("2");
        assertThat(version().number()).isEqualTo(2);
        assertThat(version().fetchedAtMillis()).isEqualTo(source.lastCall().atMillis());
    }

    @Test
    void anEqualPayloadKeepsTheVersionAndIsConfirmed() {
        source.always(fresh("1"));
        bench.start();
        Snapshot before = bench.snapshot(PATH);

        bench.tick();

        assertThat(version()).isSameAs(before.version());
        assertThat(confirmedAt()).isEqualTo(before.confirmedAtMillis() + 1000);
    }

    @Test
    void aVersionIsCompressedAheadOnlyWhereTheOneBeforeWasWantedCompressed() {
        String json = "{\"goals\":[" + "1234567890,".repeat(50) + "%d]}";
        source.always(fresh(json.formatted(1)));
        bench.start();
        assertThat(version().madeSoFar()).hasSizeGreaterThan(1);

        source.always(fresh(json.formatted(2)));
        bench.tick();
        assertThat(version().madeSoFar()).hasSize(1);

        assertThat(version().representations()).hasSizeGreaterThan(1);
        source.always(fresh(json.formatted(3)));
        bench.tick();
        assertThat(version().madeSoFar()).hasSizeGreaterThan(1);
    }

    @Test
    void theSameBytesOfAnotherMediaTypeAreANewVersion() {
        source.always(fresh("1"));
        bench.start();
        source.always(new Fetched.Fresh(payload("1", "application/geo+json"), Validators.NONE, 0));

        bench.tick();

        assertThat(version().number()).isEqualTo(2);
        assertThat(version().mediaType()).isEqualTo("application/geo+json");
    }

    @Test
    void anUnchangedPayloadIsConfirmed() {
        source.always(fresh("1"));
        bench.start();
        Snapshot before = bench.snapshot(PATH);
        source.always(unchanged(0));

        bench.tick();

        assertThat(version()).isSameAs(before.version());
        assertThat(confirmedAt()).isEqualTo(before.confirmedAtMillis() + 1000);
    }

    @Test
    void unchangedWithNothingPublishedIsAFailure() {
        source.always(unchanged(0));

        bench.start();

        assertThat(bench.snapshot(PATH)).isNull();
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(0, 0, 0, 1, 0));
    }

    @Test
    void aFailureLeavesTheLastGoodSnapshotAndItsConfirmation() {
        source.always(fresh("1"));
        bench.start();
        Snapshot before = bench.snapshot(PATH);
        source.always(failed(Reason.CONNECT));

        bench.advance(Duration.ofHours(2));

        assertThat(bench.snapshot(PATH)).isSameAs(before);
    }

    @Test
    void aRefusedPayloadLeavesTheLastGoodSnapshotAndItsConfirmation() {
        source.always(fresh("1"));
        bench.start();
        Snapshot before = bench.snapshot(PATH);
        source.always(fresh("<html>"));

        bench.tick();

        assertThat(bench.snapshot(PATH).version()).isSameAs(before.version());
        assertThat(bench.snapshot(PATH).confirmedAtMillis()).isEqualTo(before.confirmedAtMillis());
        assertThat(bench.refresher().totals()).isEqualTo(new Totals(1, 0, 1, 0, 0));
    }

    @Test
    void confirmationIsTheStartOfTheFetchAndNotItsEnd() {
        source.hang();
        bench.start();
        bench.advance(Duration.ofMillis(300));

        source.lastCall().answer().complete(fresh("1"));
        bench.advance(Duration.ZERO);

        assertThat(confirmedAt()).isEqualTo(source.lastCall().atMillis());
    }

    @Test
    void theAgeTheSourceTellsCounts() {
        source.always(fresh("1", Validators.NONE, 5));

        bench.start();

        assertThat(confirmedAt()).isEqualTo(source.lastCall().atMillis() - 5000);
    }

    @Test
    void anAgeBeyondAllReasonIsOldAndANegativeOneIsNone() {
        source.always(fresh("1", Validators.NONE, Long.MAX_VALUE));
        bench.start();
        assertThat(confirmedAt()).isLessThan(source.lastCall().atMillis() - 1_000_000_000_000L);

        source.always(fresh("1", Validators.NONE, -60));
        bench.tick();
        assertThat(confirmedAt()).isEqualTo(source.lastCall().atMillis());
    }

    @Test
    void theConfirmationOfAContentNeverGoesBackWhenTheSourceTellsAGreaterAge() {
        source.always(fresh("1"));
        bench.start();
        long before = confirmedAt();

        source.always(unchanged(30));
        bench.tick();
        assertThat(confirmedAt()).isEqualTo(before);

        source.always(fresh("1", Validators.NONE, 30));
        bench.tick();
        assertThat(confirmedAt()).isEqualTo(before);
    }

    @Test
    void aNewContentIsAsOldAsItsSourceTellsHoweverFreshTheOneBeforeWas() {
        source.always(fresh("1"));
        bench.start();

        source.always(fresh("2", Validators.NONE, 30));
        bench.tick();

        assertThat(confirmedAt()).isEqualTo(source.lastCall().atMillis() - 30_000);
    }

    @Test
    void aConfirmationThatLiesInTheFutureIsCorrected() {
        source.always(fresh("1"));
        bench.start();
        bench.clock.stepWall(Duration.ofHours(-1));

        bench.tick();

        assertThat(confirmedAt()).isEqualTo(source.lastCall().atMillis());
    }

    @Test
    void theFirstFetchHasNoValidatorsAndTheNextThoseOfThePublishedPayload() {
        source.always(fresh("1", FIRST, 0));
        bench.start();
        assertThat(source.lastCall().request().validators()).isEqualTo(Validators.NONE);

        source.always(new Fetched.Unchanged(SECOND, 0));
        bench.tick();
        assertThat(source.lastCall().request().validators()).isEqualTo(FIRST);

        source.always(fresh("1", FIRST, 0));
        bench.tick();
        assertThat(source.lastCall().request().validators()).isEqualTo(SECOND);

        bench.tick();
        assertThat(source.lastCall().request().validators()).isEqualTo(FIRST);
    }

    @Test
    void theValidatorsOfARefusedPayloadAreForgotten() {
        source.always(fresh("1", FIRST, 0));
        bench.start();
        source.always(fresh("[1,", SECOND, 0));
        bench.tick();

        bench.tick();

        assertThat(source.lastCall().request().validators()).isEqualTo(FIRST);
    }

    @Test
    void aSnapshotTheCacheLostIsFetchedWithoutValidatorsAndItsVersionsGoOn() {
        source.always(fresh("1", FIRST, 0));
        bench.start();
        bench.cache.remove(new ResourceKey(null, PATH, true));

        bench.tick();

        assertThat(source.lastCall().request().validators()).isEqualTo(Validators.NONE);
        assertThat(version().number()).isEqualTo(2);
    }

    @Test
    void theFetchIsGivenTheEndpointsBounds() {
        bench.start();

        assertThat(source.lastCall().request().timeout()).isEqualTo(Bench.TIMEOUT);
        assertThat(source.lastCall().request().maxBytes()).isEqualTo(Bench.MAX_BYTES);
    }

    private Version version() {
        return bench.snapshot(PATH).version();
    }

    private long confirmedAt() {
        return bench.snapshot(PATH).confirmedAtMillis();
    }
}

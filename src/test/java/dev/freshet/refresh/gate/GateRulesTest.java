package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Payload;
import dev.freshet.config.GateConfig;
import dev.freshet.refresh.gate.GateVerdict.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of the gate with a payload that must pass and one that must not. */
final class GateRulesTest {
    private static final String UPDATED = "/updated";

    @TempDir
    private Path folder;

    @Test
    void aPayloadOfTheLeastSizePassesAndOneByteLessIsTooSmall() {
        Gate gate = gate(new GateConfig(100, 5, List.of(), null, null, null));

        assertThat(gate.check(payload("[123]"), null)).isEqualTo(new GateVerdict.Accepted(null));
        assertThat(gate.check(payload("[12]"), null))
                .isEqualTo(new GateVerdict.Refused(Reason.TOO_SMALL, "4 bytes (expected: at least 5)"));
    }

    @Test
    void aPayloadOfTheGreatestSizePassesAndOneByteMoreIsTooLarge() {
        Gate gate = gate(new GateConfig(5));

        assertThat(gate.check(payload("[123]"), null)).isEqualTo(new GateVerdict.Accepted(null));
        assertThat(gate.check(payload("[1234]"), null))
                .isEqualTo(new GateVerdict.Refused(Reason.TOO_LARGE, "6 bytes (expected: at most 5)"));
    }

    @Test
    void whatIsRequiredMustBeThere() {
        Gate gate = gate(new GateConfig(1000, 1, List.of("/results/0/votes", "/updated"), null, null, null));

        assertThat(gate.check(payload("{\"results\":[{\"votes\":null}],\"updated\":1}"), null))
                .isEqualTo(new GateVerdict.Accepted(null));
        assertThat(gate.check(payload("{\"results\":[{\"party\":1}],\"updated\":1}"), null))
                .isEqualTo(new GateVerdict.Refused(Reason.REQUIRED, "/results/0/votes: missing"));
        assertThat(gate.check(payload("{\"results\":[],\"updated\":1}"), null))
                .isEqualTo(new GateVerdict.Refused(Reason.REQUIRED, "/results/0/votes: missing"));
        assertThat(gate.check(payload("{\"results\":[{\"votes\":1}]}"), null))
                .isEqualTo(new GateVerdict.Refused(Reason.REQUIRED, "/updated: missing"));
        assertThat(gate.check(payload("7"), null))
                .isEqualTo(new GateVerdict.Refused(Reason.REQUIRED, "/results/0/votes: missing"));
    }

    @Test
    void aTextThatIsNotWellFormedIsRefusedForThatWhateverElseItLacks() {
        Gate gate = gate(new GateConfig(1000, 1, List.of("/a"), null, null, null));

        assertThat(gate.check(payload("{\"b\":1,}"), null))
                .isInstanceOfSatisfying(
                        GateVerdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.JSON));
    }

    @ParameterizedTest
    @CsvSource({
        "'2026-11-21T20:00:00Z', '2026-11-21T20:00:00Z', true",
        "'2026-11-21T20:00:00Z', '2026-11-21T20:00:00.001Z', true",
        "'2026-11-21T20:00:00Z', '2026-11-21T21:00:01+01:00', true",
        "'2026-11-21T20:00:00Z', '2026-11-21T19:59:59.999999999Z', false",
        "'2026-11-21T20:00:00Z', '2026-11-21T20:59:59+01:00', false"
    })
    void aTimestampMustNotGoBack(String published, String next, boolean passes) {
        Gate gate = notOlder();
        Mark mark = new Mark.Time(Instant.parse(published));

        GateVerdict verdict = gate.check(payload("{\"updated\":\"" + next + "\"}"), new Baseline(10, mark, true));

        assertThat(verdict instanceof GateVerdict.Accepted).isEqualTo(passes);
        if (verdict instanceof GateVerdict.Refused refused) {
            assertThat(refused.reason()).isEqualTo(Reason.OLDER);
            assertThat(refused.detail()).startsWith("/updated: ").endsWith("which is published)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7, true",
        "7, 8, true",
        "7, 7.0, true",
        "7, 1e3, true",
        "7, 6, false",
        "7, 6.999, false",
        "-1, -2, false",
        "9007199254740993, 9007199254740992, false",
        "1, 1e-999999999, false",
        "1, 1e999999999, true"
    })
    void aNumberMustNotGoBackHoweverLargeItIs(String published, String next, boolean passes) {
        Mark mark = new Mark.Count(new BigDecimal(published));

        GateVerdict verdict = notOlder().check(payload("{\"updated\":" + next + "}"), new Baseline(10, mark, true));

        assertThat(verdict instanceof GateVerdict.Accepted).isEqualTo(passes);
    }

    @Test
    void theFirstPayloadNeedsNothingToBeComparedWith() {
        assertThat(notOlder().check(payload("{\"updated\":7}"), null))
                .isEqualTo(new GateVerdict.Accepted(new Mark.Count(BigDecimal.valueOf(7))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"updated\":null}", "{\"updated\":\"yesterday\"}", "{\"updated\":{}}", "[1]"})
    void whatCannotBeComparedIsRefused(String json) {
        assertThat(notOlder().check(payload(json), null))
                .isInstanceOfSatisfying(
                        GateVerdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OLDER));
    }

    @Test
    void aNumberWhereATimestampWasIsRefused() {
        Baseline published = new Baseline(10, new Mark.Time(Instant.EPOCH), true);

        assertThat(notOlder().check(payload("{\"updated\":99}"), published))
                .isEqualTo(new GateVerdict.Refused(
                        Reason.OLDER,
                        "/updated: 99 (expected: of the kind of 1970-01-01T00:00:00Z, which is published)"));
    }

    @Test
    void whatIsOlderIsRefusedEvenWhereWhatIsPublishedMayNoLongerBeServed() {
        Baseline published = new Baseline(10, new Mark.Count(BigDecimal.TEN), false);

        assertThat(notOlder().check(payload("{\"updated\":9}"), published)).isInstanceOf(GateVerdict.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 100, 50, true",
        "50, 100, 49, false",
        "50, 101, 51, true",
        "50, 101, 50, false",
        "0, 100, 100, true",
        "0, 100, 99, false",
        "99, 100, 1, true",
        "10, 100, 200, true"
    })
    void aPayloadMustNotShrinkByMore(int percent, int published, int next, boolean passes) {
        Gate gate = gate(new GateConfig(1000, 1, List.of(), null, percent, null));

        GateVerdict verdict = gate.check(payload("1".repeat(next)), new Baseline(published, null, true));

        assertThat(verdict instanceof GateVerdict.Accepted).isEqualTo(passes);
        if (verdict instanceof GateVerdict.Refused refused) {
            assertThat(refused.reason()).isEqualTo(Reason.SHRUNK);
        }
    }

    @Test
    void aSizeThatIsNoLongerServedIsNothingToHoldOnTo() {
        Gate gate = gate(new GateConfig(1000, 1, List.of(), null, 10, null));

        assertThat(gate.check(payload("1"), new Baseline(100, null, false))).isInstanceOf(GateVerdict.Accepted.class);
    }

    @Test
    void aPayloadMustBeValidByTheSchema() throws Exception {
        Path file = Files.writeString(folder.resolve("results.schema.json"), """
                { "type": "object", "required": ["votes"], "properties": { "votes": { "type": "integer" } } }
                """);
        PayloadSchema schema = PayloadSchema.load("endpoints[0].gate.schema", file);
        Gate gate = new Gate(new GateConfig(1000, 1, List.of(), null, null, file), "application/json", schema);

        assertThat(gate.check(payload("{\"votes\":7}"), null)).isEqualTo(new GateVerdict.Accepted(null));
        assertThat(gate.check(payload("{\"votes\":\"7\"}"), null))
                .isInstanceOfSatisfying(GateVerdict.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.SCHEMA);
                    assertThat(refused.detail()).startsWith("/votes: ").contains("integer");
                });
    }

    @Test
    void theMarkOfAPayloadThatIsPublishedAlreadyCanBeFound() {
        assertThat(notOlder().mark("{\"updated\":7}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Mark.Count(BigDecimal.valueOf(7)));
        assertThat(gate(new GateConfig(10)).mark("7".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    private static Gate notOlder() {
        return gate(new GateConfig(1000, 1, List.of(), UPDATED, null, null));
    }

    private static Gate gate(GateConfig config) {
        return new Gate(config, "application/json", null);
    }

    private static Payload payload(String json) {
        return new Payload(json.getBytes(StandardCharsets.UTF_8), "application/json");
    }
}

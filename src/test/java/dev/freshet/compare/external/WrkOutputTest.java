package dev.freshet.compare.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Sample;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What wrk printed is read, and what it made up is taken out. Confined to the test's thread. */
final class WrkOutputTest {
    private static final int CONNECTIONS = 4;

    @Test
    void answersSecondsAndBytesAreTheOnesOfTheRun() throws ComparisonProblemException {
        Sample sample = sample("wrk.txt");

        assertThat(sample.round().answered()).isEqualTo(167);
        assertThat(sample.round().seconds()).isEqualTo(1.004523);
        assertThat(sample.round().wireBytes()).isEqualTo(6_680);
        assertThat(sample.round().clientCpu()).isEqualTo(0.5);
        assertThat(sample.errors()).isEmpty();
        assertThat(sample.otherStatuses()).isEmpty();
    }

    @Test
    void everyAnswerHasOneLatency() throws ComparisonProblemException {
        Histogram latency = sample("wrk.txt").latencyMicros();

        assertThat(latency.getTotalCount()).isEqualTo(167);
        assertThat(latency.getCountBetweenValues(140_000, 160_000)).isEqualTo(3);
        assertThat(latency.getCountBetweenValues(40_000, 139_000))
                .as("wrk made up what lies between an answer and a stall")
                .isZero();
    }

    @Test
    void whereAnAnswerWasRefusedThereAreNoLatencies() throws ComparisonProblemException {
        Sample sample = sample("wrk-404.txt");

        assertThat(sample.round().answered()).isEqualTo(147);
        assertThat(sample.errors()).containsExactly(Map.entry("status from 400 (wrk does not say which)", 20L));
        assertThat(sample.latencyMicros().getTotalCount()).isZero();
    }

    @Test
    void aSideThatIsNotThereIsAFinding() throws ComparisonProblemException {
        Sample sample = sample("wrk-refused.txt");

        assertThat(sample.round().answered()).isZero();
        assertThat(sample.round().requestsPerSecond()).isZero();
        assertThat(sample.errors()).containsExactly(Map.entry("write failed", 166_944L));
    }

    @Test
    void aSideThatIsSilentIsAFinding() throws ComparisonProblemException {
        String output = "freshet summary 1000000 0 0\nfreshet errors 0 0 0 0 0\n";

        assertThat(WrkOutput.parse(output, CONNECTIONS).sample(_ -> 0).errors())
                .containsExactly(Map.entry("no answer on any connection", 4L));
    }

    @Test
    void withoutTheLinesOfTheScriptThereIsAProblem() {
        assertThatThrownBy(() -> WrkOutput.parse("Requests/sec: 12\n", CONNECTIONS))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessage("wrk printed nothing that can be read (expected: wrk 4.1 or later)");
    }

    @Test
    void whatWasAddedForALongLatencyIsTakenOut() throws ComparisonProblemException {
        SortedMap<Long, Long> printed = new TreeMap<>(Map.of(10L, 97L, 1_000L, 1L, 900L, 1L, 800L, 3L, 700L, 3L));
        printed.putAll(Map.of(600L, 3L, 500L, 3L, 400L, 3L, 300L, 3L, 200L, 3L));

        assertThat(WrkCorrection.undone(printed, 10_000, 100, 1)).isEqualTo(Map.of(10L, 97L, 1_000L, 1L, 800L, 2L));
    }

    @Test
    void whereNothingWasAddedNothingIsTakenOut() throws ComparisonProblemException {
        SortedMap<Long, Long> printed = new TreeMap<>(Map.of(10L, 99L, 1_000L, 1L));

        assertThat(WrkCorrection.undone(printed, 10_000, 100, 1)).isEqualTo(printed);
    }

    @Test
    void latenciesThatDoNotAddUpAreAProblem() {
        assertThatThrownBy(() -> WrkCorrection.undone(new TreeMap<>(Map.of(10L, 101L)), 10_000, 100, 1))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessageStartingWith("wrk's latencies contradict");
    }

    private static Sample sample(String captured) throws ComparisonProblemException {
        return WrkOutput.parse(Loads.captured(captured), CONNECTIONS).sample(_ -> 0.5);
    }
}

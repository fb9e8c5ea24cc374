package dev.freshet.compare.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What h2load printed and logged is read. Confined to the test's thread. */
final class H2loadOutputTest {
    private static final int CONNECTIONS = 4;

    @TempDir
    private Path folder;

    @Test
    void theLogAndTheSummaryAgree() throws ComparisonProblemException, IOException {
        Sample sample = sample("h2load.txt", H2loadLog.read(Loads.CAPTURED.resolve("h2load.tsv")));

        assertThat(sample.round().answered()).isEqualTo(412);
        assertThat(sample.round().seconds()).isEqualTo(2.5);
        assertThat(sample.round().wireBytes()).isEqualTo(16_480);
        assertThat(sample.latencyMicros().getTotalCount()).isEqualTo(412);
        assertThat(sample.latencyMicros().getMaxValue()).isBetween(151_000L, 152_000L);
        assertThat(sample.errors()).isEmpty();
    }

    @Test
    void onlyWholeSecondsAreCountedByTheSecond() throws ComparisonProblemException, IOException {
        Sample sample = sample("h2load.txt", H2loadLog.read(Loads.CAPTURED.resolve("h2load.tsv")));

        assertThat(sample.round().answeredPerSecond())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).isBetween(140L, 190L));
    }

    @Test
    void otherStatusesAreApart() throws IOException {
        H2loadLog log = log("1000000\t200\t10\n1000001\t404\t20\n1000002\t503\t30\n1000003\t404\t5\n");

        assertThat(log.otherStatuses()).isEqualTo(Map.of(404, 2L, 503, 1L));
        assertThat(log.latencyMicros().getTotalCount()).isOne();
        assertThat(log.answeredPerSecond()).containsExactly(1L);
    }

    @Test
    void aRowWithoutAnAnswerAndARowCutOffAreLeftOut() throws IOException {
        H2loadLog log = log("1000000\t200\t10\n1000001\t-1\t20\nnonsense\t200\t1\n1000002\t20");

        assertThat(log.latencyMicros().getTotalCount()).isOne();
        assertThat(log.otherStatuses()).isEmpty();
    }

    @Test
    void secondsCountFromTheFirstRequestWhateverTheOrder() throws IOException {
        H2loadLog log = log("2500000\t200\t10\n1000000\t200\t2600000\n1900000\t200\t20\n");

        assertThat(log.answeredPerSecond()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void resetsAndTimeoutsAreErrors() throws ComparisonProblemException, IOException {
        String output = Loads.captured("h2load.txt").replace("0 errored, 0 timeout", "7 errored, 2 timeout");

        assertThat(H2loadOutput.parse(output)
                        .sample(log(""), CONNECTIONS, _ -> 0)
                        .errors())
                .isEqualTo(Map.of("reset or connection lost", 7L, "timeout", 2L));
    }

    @Test
    void aSideThatIsNotThereIsAFinding() throws ComparisonProblemException, IOException {
        Sample sample = sample("h2load-refused.txt", log(""));

        assertThat(sample.round().answered()).isZero();
        assertThat(sample.errors()).isEqualTo(Map.of("no answer on any connection (h2load does not say why)", 4L));
    }

    @Test
    void aSideThatDoesNotSpeakTheProtocolIsAProblem() throws ComparisonProblemException {
        H2loadOutput output = H2loadOutput.parse(Loads.captured("h2load-no-alpn.txt"));

        assertThatThrownBy(() -> output.requireNegotiated(Loads.target("https://localhost/live.json")))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessage("https://localhost/live.json does not speak the protocol of the load"
                        + " (expected: a server that offers it by ALPN)");
    }

    @Test
    void shortRunsHaveSmallerUnits() throws ComparisonProblemException {
        assertThat(H2loadOutput.parse(Loads.captured("h2load-no-alpn.txt")).seconds())
                .isBetween(0.3, 0.31);
    }

    @Test
    void withoutFiguresThereIsAProblem() {
        assertThatThrownBy(() -> H2loadOutput.parse("starting benchmark...\n"))
                .isInstanceOf(ComparisonProblemException.class)
                .hasMessageStartingWith("h2load printed nothing that can be read");
    }

    private H2loadLog log(String rows) throws IOException {
        return H2loadLog.read(Files.writeString(folder.resolve("log.tsv"), rows));
    }

    private static Sample sample(String captured, H2loadLog log) throws ComparisonProblemException {
        return H2loadOutput.parse(Loads.captured(captured)).sample(log, CONNECTIONS, _ -> 0);
    }
}

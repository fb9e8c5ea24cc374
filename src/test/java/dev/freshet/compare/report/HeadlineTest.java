package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.compare.Comparison.Agreement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headline claims what was measured and no more. Confined to the test's thread. */
final class HeadlineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            60000 | 25000 | 2.4 times the requests per second
            60000 | 600   | 100 times the requests per second
            1230  | 1200  | About as many requests per second as the origin
            1150  | 1200  | About as many requests per second as the origin
            600   | 1200  | 0.50 times the requests per second: the front is the slower one
            1200  | 0     | No comparison: the origin gave no complete 2xx answer
            0     | 1200  | No comparison: the front gave no complete 2xx answer
            0     | 0     | No comparison: neither side gave a complete 2xx answer
            """)
    void theClaimIsTheRatioOfTheMedians(long front, long origin, String claim) {
        assertThat(headline(Comparisons.usual().withThroughput(front, origin)).claim())
                .isEqualTo(claim);
    }

    @Test
    void atAConstantRateTheClaimIsTheLatency() {
        assertThat(headline(Comparisons.usual().withRate(20_000)).claim())
                .matches(
                        "At 20,000 requests per second, 99 % of the answers took at most [\\d.]+ (µs|ms) from the front"
                                + " and [\\d.]+ ms from the origin");
    }

    @Test
    void theBasisNamesBothMediansAndTheRounds() {
        assertThat(headline(Comparisons.usual()).basis())
                .isEqualTo("The front answered 60,000 requests per second, the origin 25,000,"
                        + " as the median of 3 rounds of 10 s on each side.");
    }

    @Test
    void tooManyFailuresAreNoRatio() {
        Comparisons failing = Comparisons.usual().withFailures(Map.of(), Map.of("connection reset", 1_000_000L));

        assertThat(headline(failing).claim()).isEqualTo("No ratio: too many requests got no complete 2xx answer");
    }

    @Test
    void differentBytesAreSaid() {
        assertThat(headline(Comparisons.usual().withAgreement(Agreement.DIFFERENT))
                        .cautions())
                .containsExactly("The two sides gave different bytes: these are the figures of two different answers.");
    }

    private static Headline headline(Comparisons comparisons) {
        return Headline.of(comparisons.comparison());
    }
}

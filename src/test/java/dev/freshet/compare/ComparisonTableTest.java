package dev.freshet.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.compare.Comparison.Agreement;
import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import dev.freshet.config.Protocol;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The table as it is printed, and the remarks under it. Confined to the test's thread. */
final class ComparisonTableTest {
    private static final Load LOAD =
            new Load(Protocol.HTTP_2, 100, 10, 5_000, Duration.ofSeconds(3), Duration.ofSeconds(2), 2, List.of());

    @Test
    void theTableSaysEverything() {
        Measurement front = side(Side.FRONT, "https://f/x", 0.4, Map.of(), 10_000, 10_000);
        Measurement origin = side(Side.ORIGIN, "http://o/x", 0.4, Map.of(), 5_000, 5_000);

        assertThat(ComparisonTable.text(comparison(front, origin))).isEqualTo("""
                front   https://f/x at 10.0.0.1:443
                origin  http://o/x at 10.0.0.1:443
                load    h2, 100 connections x 10 streams, 5,000 requests/s, 2 x 2.00s each; by freshet

                                            front          origin  front : origin
                requests/s                  5,000           2,500            2.00
                latency p50                100 us          100 us            1.00
                latency p90                100 us          100 us            1.00
                latency p99              20.02 ms        20.02 ms            1.00
                latency p99.9            20.02 ms        20.02 ms            1.00
                MB/s on the wire              1.0             1.0
                errors                          0               0
                not 2xx                         0               0
                highest Age                   3 s             3 s
                marked stale                    0               0
                origin requests           unknown         unknown

                Both sides gave the same bytes.
                * The front was asked over https, the origin over http: this is what a client would gain, not what two servers do under equal terms.
                * The origin did not keep up with 5,000 requests/s: it answered 2,500.
                * The origin was asked over HTTP/1.1, its URL being without TLS: 100 requests at once, not 1,000.
                """);
    }

    @Test
    void aClientAtItsLimitIsRemarkedUpon() {
        Measurement front = side(Side.FRONT, "https://f/x", 0.97, Map.of(), 10_000, 10_000);

        assertThat(Remarks.of(LOAD, front, front, 64))
                .contains(
                        "The client was at its limit asking the front (97 % of its threads' time): the front may answer"
                                + " more than it was asked.");
    }

    @Test
    void roundsThatDifferAreRemarkedUpon() {
        Measurement front = side(Side.FRONT, "https://f/x", 0.4, Map.of(), 10_000, 12_000);

        assertThat(Remarks.of(LOAD, front, front, 64))
                .contains("The rounds of the front differ by more than 15 %: from 5,000 to 6,000 requests/s.");
    }

    @Test
    void everyReasonIsRemarkedUpon() {
        Measurement front = side(Side.FRONT, "https://f/x", 0.4, Map.of("connection reset", 3L), 10_000, 10_000);

        assertThat(Remarks.of(LOAD, front, front, 64))
                .contains("Front: 3 without a complete answer: connection reset.");
    }

    @Test
    void aClientThatStoodStillIsRemarkedUpon() {
        Measurement front = side(Side.FRONT, "https://f/x", 0.4, Map.of(), 10_000, 10_000, 1.26);

        assertThat(Remarks.of(LOAD, front, front, 64))
                .contains("The client itself stood still for 1.3 s while it asked the front: that is in the"
                        + " figures, and is not the front's doing.");
    }

    @Test
    void sidesOfOneSchemeAreNotRemarkedUpon() {
        Measurement front = side(Side.FRONT, "https://f/x", 0.4, Map.of(), 10_000, 10_000);

        assertThat(Remarks.of(LOAD, front, front, 64)).noneMatch(each -> each.contains("asked over https"));
    }

    private static Comparison comparison(Measurement front, Measurement origin) {
        return new Comparison(
                LOAD,
                "freshet",
                front,
                origin,
                Agreement.SAME,
                Remarks.of(LOAD, front, origin, 64),
                "64 cores",
                Instant.EPOCH);
    }

    private static Measurement side(
            Side side, String url, double cpu, Map<String, Long> errors, long firstRound, long secondRound) {
        return side(side, url, cpu, errors, firstRound, secondRound, 0);
    }

    private static Measurement side(
            Side side,
            String url,
            double cpu,
            Map<String, Long> errors,
            long firstRound,
            long secondRound,
            double standstill) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(100, 95);
        latencies.recordValueWithCount(20_000, 5);
        return new Measurement(
                side,
                URI.create(url),
                "10.0.0.1:443",
                List.of(
                        new Round(firstRound, 2, 2_000_000, List.of(), cpu, standstill),
                        new Round(secondRound, 2, 2_000_000, List.of(), cpu, standstill)),
                latencies,
                new TreeMap<>(),
                new TreeMap<>(errors),
                new Staleness(3L, 0L),
                null);
    }
}

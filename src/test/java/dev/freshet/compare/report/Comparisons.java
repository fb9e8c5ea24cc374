package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.Comparison.Agreement;
import dev.freshet.compare.Load;
import dev.freshet.compare.Load.RequestField;
import dev.freshet.compare.Measurement;
import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import dev.freshet.compare.Side;
import dev.freshet.config.Protocol;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Comparisons to show, the same each time; each {@code with} is another one. Immutable. */
record Comparisons(
        long frontPerSecond,
        long originPerSecond,
        @Nullable Integer rate,
        Agreement agreement,
        Map<Integer, Long> frontStatuses,
        Map<String, Long> originErrors,
        List<String> remarks,
        boolean bySecond) {
    static final String COMMAND =
            "./freshet compare --front https://localhost:8443/live.json" + " --origin http://127.0.0.1:9000/live.json";
    static final int ROUNDS = 3;
    private static final int SECONDS = 10;
    private static final int ANSWER_BYTES = 4_500;

    static Comparisons usual() {
        return new Comparisons(
                60_000, 25_000, null, Agreement.SAME_AFTER_A_CHANGE, Map.of(), Map.of(), List.of(), true);
    }

    Comparisons withThroughput(long front, long origin) {
        return new Comparisons(front, origin, rate, agreement, frontStatuses, originErrors, remarks, bySecond);
    }

    Comparisons withRate(int perSecond) {
        return new Comparisons(
                frontPerSecond, originPerSecond, perSecond, agreement, frontStatuses, originErrors, remarks, bySecond);
    }

    Comparisons withAgreement(Agreement other) {
        return new Comparisons(
                frontPerSecond, originPerSecond, rate, other, frontStatuses, originErrors, remarks, bySecond);
    }

    Comparisons withFailures(Map<Integer, Long> front, Map<String, Long> origin) {
        return new Comparisons(frontPerSecond, originPerSecond, rate, agreement, front, origin, remarks, bySecond);
    }

    Comparisons withRemarks(String... said) {
        return new Comparisons(
                frontPerSecond, originPerSecond, rate, agreement, frontStatuses, originErrors, List.of(said), bySecond);
    }

    Comparisons withoutSeconds() {
        return new Comparisons(
                frontPerSecond, originPerSecond, rate, agreement, frontStatuses, originErrors, remarks, false);
    }

    Comparison comparison() {
        Load load = new Load(
                rate == null ? Protocol.HTTP_2 : Protocol.HTTP_1_1,
                100,
                rate == null ? 10 : 1,
                rate,
                Duration.ofSeconds(3),
                Duration.ofSeconds(SECONDS),
                ROUNDS,
                List.of(new RequestField("Accept-Encoding", "gzip, br, zstd")));
        return new Comparison(
                load,
                "freshet",
                front(),
                origin(),
                agreement,
                remarks,
                "2 cores, Linux 6.1 amd64, Java 25.0.1",
                Instant.parse("2026-11-21T13:30:00Z"));
    }

    private Measurement front() {
        return new Measurement(
                Side.FRONT,
                URI.create("https://localhost:8443/live.json"),
                "127.0.0.1:8443",
                rounds(frontPerSecond, 1),
                latency(frontPerSecond, 300, 0.45),
                new TreeMap<>(frontStatuses),
                new TreeMap<>(),
                new Staleness(1L, 0L),
                33L);
    }

    private Measurement origin() {
        return new Measurement(
                Side.ORIGIN,
                URI.create("http://127.0.0.1:9000/live.json"),
                "127.0.0.1:9000",
                rounds(originPerSecond, 2),
                latency(originPerSecond, 2_600, 0.6),
                new TreeMap<>(),
                new TreeMap<>(originErrors),
                new Staleness(null, 0L),
                null);
    }

    private List<Round> rounds(long perSecond, long seed) {
        Random random = new Random(seed);
        return IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(number -> {
                    List<Long> seconds = LongStream.range(0, SECONDS)
                            .map(_ -> Math.round(perSecond * (0.96 + 0.02 * number + 0.05 * random.nextGaussian())))
                            .boxed()
                            .toList();
                    long answered = Math.round(perSecond * SECONDS * (0.96 + 0.02 * number));
                    return new Round(
                            answered, SECONDS, answered * ANSWER_BYTES, bySecond ? seconds : List.of(), 0.61, 0);
                })
                .toList();
    }

    /** Lognormal about {@code medianMicros}; empty without answers. */
    private static Histogram latency(long answers, double medianMicros, double spread) {
        Histogram latency = new Histogram(3);
        Random random = new Random(answers);
        for (long each = 0; each < answers; each++) {
            double stall = random.nextInt(2_000) == 0 ? 12 : 1;
            latency.recordValue(Math.round(medianMicros * stall * Math.exp(spread * random.nextGaussian())));
        }
        return latency;
    }
}

package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import dev.freshet.compare.Sample;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * What wrk said of one run, by way of our script. wrk counts a status from 400 as an error and any other as an answer, and
 * keeps the latencies of both together: where it saw an error status the latencies are left out, for they would be those of
 * refusals too. Its bytes are those after decryption. Immutable: nobody records into the histogram any more.
 *
 * @param micros how long it took
 * @param requests complete answers of any status
 * @param bytes received, heads and bodies
 * @param refused answers with a status from 400
 * @param errors requests without a complete answer, by reason
 * @param latencyMicros of every complete answer
 */
record WrkOutput(
        long micros, long requests, long bytes, long refused, SortedMap<String, Long> errors, Histogram latencyMicros) {
    private static final Pattern SUMMARY = Pattern.compile("(?m)^freshet summary (\\d+) (\\d+) (\\d+)$");
    private static final Pattern ERRORS = Pattern.compile("(?m)^freshet errors (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Pattern LATENCY = Pattern.compile("(?m)^freshet latency (\\d+) (\\d+)$");
    private static final int DIGITS = 3;

    /**
     * Reads all that wrk printed.
     *
     * @throws ComparisonProblemException the script's lines are missing, or contradict each other
     */
    static WrkOutput parse(String output, int connections) throws ComparisonProblemException {
        MatchResult summary = found(SUMMARY, output);
        MatchResult errors = found(ERRORS, output);
        long micros = number(summary, 1);
        long requests = number(summary, 2);
        SortedMap<Long, Long> printed = new TreeMap<>();
        LATENCY.matcher(output).results().forEach(each -> printed.put(number(each, 1), number(each, 2)));
        Histogram latency = new Histogram(DIGITS);
        SortedMap<String, Long> reasons = byReason(errors);
        if (requests == 0 && reasons.isEmpty()) {
            reasons.put("no answer on any connection", (long) connections);
        }
        SortedMap<Long, Long> counts = WrkCorrection.undone(printed, micros, requests, connections);
        counts.forEach(latency::recordValueWithCount);
        return new WrkOutput(micros, requests, number(summary, 3), number(errors, 4), reasons, latency);
    }

    /** {@code clientCpu}: from seconds to how busy the client was meanwhile, 0 to 1. */
    Sample sample(DoubleUnaryOperator clientCpu) {
        double seconds = micros / 1e6;
        Round round = new Round(requests - refused, seconds, bytes, List.of(), clientCpu.applyAsDouble(seconds), 0);
        SortedMap<String, Long> all = new TreeMap<>(errors);
        put(all, "status from 400 (wrk does not say which)", refused);
        return new Sample(
                round, refused == 0 ? latencyMicros : new Histogram(DIGITS), new TreeMap<>(), all, Staleness.UNKNOWN);
    }

    private static SortedMap<String, Long> byReason(MatchResult errors) {
        SortedMap<String, Long> reasons = new TreeMap<>();
        put(reasons, "connect failed", number(errors, 1));
        put(reasons, "read failed", number(errors, 2));
        put(reasons, "write failed", number(errors, 3));
        put(reasons, "timeout", number(errors, 5));
        return reasons;
    }

    private static void put(SortedMap<String, Long> reasons, String reason, long count) {
        if (count > 0) {
            reasons.put(reason, count);
        }
    }

    private static MatchResult found(Pattern pattern, String output) throws ComparisonProblemException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new ComparisonProblemException("wrk printed nothing that can be read (expected: wrk 4.1 or later)");
        }
        return matcher.toMatchResult();
    }

    private static long number(MatchResult match, int group) {
        return Long.parseLong(match.group(group));
    }
}

package dev.freshet.compare.external;

import dev.freshet.compare.ComparisonProblemException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes out the latencies that wrk made up. Before wrk gives its latencies away it adds, for each one longer than twice the
 * average time between two requests of a connection, those that requests would have had that were not sent meanwhile. Where
 * each answer brings the next request nobody waited to send them, and the other engines add none: figures of different
 * engines would not be comparable. What was added depends only on longer latencies, so that it can be taken out exactly,
 * from the longest to the shortest. Thread-safe: stateless.
 */
final class WrkCorrection {
    private WrkCorrection() {}

    /**
     * The latencies of answers that there were.
     *
     * @param printed how many answers took how many microseconds, as wrk's script interface gives them
     * @param micros the length of the run
     * @param requests complete answers
     * @throws ComparisonProblemException what is left would be more than there were answers, or less than none
     */
    static SortedMap<Long, Long> undone(SortedMap<Long, Long> printed, long micros, long requests, int connections)
            throws ComparisonProblemException {
        long each = requests / connections;
        if (each == 0 || sum(printed) <= requests) {
            return printed;
        }
        SortedMap<Long, Long> left = new TreeMap<>(printed);
        long interval = micros / each;
        for (long value : printed.sequencedKeySet().reversed()) {
            takeOut(left, value, interval);
        }
        left.values().removeIf(count -> count == 0);
        if (sum(left) > requests || left.values().stream().anyMatch(count -> count < 0)) {
            throw new ComparisonProblemException(
                    "wrk's latencies contradict its number of answers (expected: wrk 4.1)");
        }
        return left;
    }

    private static void takeOut(SortedMap<Long, Long> left, long value, long interval) {
        long count = left.getOrDefault(value, 0L);
        if (count == 0 || value < 2 * interval) {
            return;
        }
        for (long added = value - interval; added > interval; added -= interval) {
            left.merge(added, -count, Long::sum);
        }
    }

    private static long sum(SortedMap<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}

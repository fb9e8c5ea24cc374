package dev.freshet.compare;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one side did over all its rounds. Immutable: nobody records into the histogram any more, nor changes the maps.
 *
 * @param url what was asked for
 * @param address where its host name led, such as {@code 127.0.0.1:8443}: every connection went there
 * @param rounds in order; at least one
 * @param latencyMicros of complete 2xx answers, in microseconds; from the intended start at a constant rate, else from the
 *     moment the request was written
 * @param otherStatuses answers that were not 2xx, by status
 * @param errors requests without a complete answer, by reason in a few words
 * @param staleness what the answers said of their age
 * @param originRequests how many requests the origin got meanwhile; null: nobody could tell
 */
public record Measurement(
        Side side,
        URI url,
        String address,
        List<Round> rounds,
        Histogram latencyMicros,
        SortedMap<Integer, Long> otherStatuses,
        SortedMap<String, Long> errors,
        Staleness staleness,
        @Nullable Long originRequests) {

    /**
     * One round of one side. Immutable.
     *
     * @param answered complete 2xx answers
     * @param seconds how long it took, measured
     * @param wireBytes received from the socket: TLS, heads and bodies
     * @param answeredPerSecond for each whole second of the round, in order
     * @param clientCpu how much of the client's threads' time was CPU time, 0 to 1
     * @param standstillSeconds the longest time in which the client itself did nothing, being stopped, suspended or without
     *     CPU; 0: none was longer than 250 ms, or the engine does not tell
     */
    public record Round(
            long answered,
            double seconds,
            long wireBytes,
            List<Long> answeredPerSecond,
            double clientCpu,
            double standstillSeconds) {

        /** Copies the list. */
        public Round {
            answeredPerSecond = List.copyOf(answeredPerSecond);
        }

        /** Complete 2xx answers per second. */
        public double requestsPerSecond() {
            return answered / seconds;
        }
    }

    /**
     * What answers said of their age. Immutable.
     *
     * @param maxAgeSeconds the highest Age field; null: no answer had one
     * @param markedStale answers whose Cache-Status says that refreshing fails; null: the engine does not look at fields
     */
    public record Staleness(
            @Nullable Long maxAgeSeconds, @Nullable Long markedStale) {
        /** Of an engine that sees no fields. */
        public static final Staleness UNKNOWN = new Staleness(null, null);

        /** What several say together: the highest age and the sum. */
        static Staleness of(List<Staleness> parts) {
            Long highest = parts.stream()
                    .map(Staleness::maxAgeSeconds)
                    .filter(Objects::nonNull)
                    .max(Long::compare)
                    .orElse(null);
            Long marked = parts.stream()
                    .map(Staleness::markedStale)
                    .filter(Objects::nonNull)
                    .reduce(Long::sum)
                    .orElse(null);
            return new Staleness(highest, marked);
        }
    }

    /** Copies the list. */
    public Measurement {
        rounds = List.copyOf(rounds);
    }

    /** The median of the rounds. */
    public double requestsPerSecond() {
        double[] sorted =
                rounds.stream().mapToDouble(Round::requestsPerSecond).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Bytes received per second over all rounds. */
    public double wireBytesPerSecond() {
        double seconds = rounds.stream().mapToDouble(Round::seconds).sum();
        return rounds.stream().mapToLong(Round::wireBytes).sum() / seconds;
    }

    /** Complete 2xx answers over all rounds. */
    public long answered() {
        return rounds.stream().mapToLong(Round::answered).sum();
    }

    /** Requests without a complete answer. */
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Answers that were not 2xx. */
    public long refused() {
        return otherStatuses.values().stream().mapToLong(Long::longValue).sum();
    }
}

package dev.freshet.compare;

import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.Measurement.Staleness;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one round of one side gave; a {@link Measurement} is made of several. Immutable: nobody records into the histogram
 * any more.
 *
 * @param latencyMicros of complete 2xx answers, in microseconds, as in {@link Measurement#latencyMicros}
 * @param otherStatuses answers that were not 2xx, by status
 * @param errors requests without a complete answer and attempts to connect that failed, by reason in a few words
 */
public record Sample(
        Round round,
        Histogram latencyMicros,
        SortedMap<Integer, Long> otherStatuses,
        SortedMap<String, Long> errors,
        Staleness staleness) {

    /** Copies the maps. */
    public Sample {
        otherStatuses = Collections.unmodifiableSortedMap(new TreeMap<>(otherStatuses));
        errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
    }
}

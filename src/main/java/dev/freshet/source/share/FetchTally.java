package dev.freshet.source.share;

import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts the fetches of one endpoint by their outcome. Thread-safe: counters in a map that does not change. */
final class FetchTally {
    private final Map<FetchOutcome, CounterDataPoint> counters = new EnumMap<>(FetchOutcome.class);

    FetchTally(String label, Metrics metrics) {
        for (FetchOutcome each : FetchOutcome.values()) {
            counters.put(each, metrics.counter(Metric.SHARED_FETCHES, label, each.label()));
        }
    }

    /** One more. */
    void count(FetchOutcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).inc();
    }
}

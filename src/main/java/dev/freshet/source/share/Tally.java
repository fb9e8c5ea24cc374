package dev.freshet.source.share;

import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts the fetches of one endpoint by their outcome. Thread-safe: counters in a map that does not change. */
final class Tally {
    private final Map<Outcome, CounterDataPoint> counters = new EnumMap<>(Outcome.class);

    Tally(String label, Metrics metrics) {
        for (Outcome each : Outcome.values()) {
            counters.put(each, metrics.counter(Metric.SHARED_FETCHES, label, each.label()));
        }
    }

    /** One more. */
    void count(Outcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).inc();
    }
}

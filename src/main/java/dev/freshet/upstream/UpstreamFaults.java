package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Map;

/** Counts the failed exchanges of one upstream by reason. Thread-safe: the map does not change, the counters are. */
final class UpstreamFaults {
    private final Map<Fault.Reason, CounterDataPoint> counters = new EnumMap<>(Fault.Reason.class);

    UpstreamFaults(Metrics metrics, String upstream) {
        for (Fault.Reason reason : Fault.Reason.values()) {
            if (reason.side() == Fault.Side.UPSTREAM || reason.side() == Fault.Side.INTERNAL) {
                counters.put(reason, metrics.counter(Metric.UPSTREAM_FAULTS, upstream, reason.label()));
            }
        }
    }

    void count(Fault fault) {
        CounterDataPoint counter = counters.get(fault.reason());
        if (counter != null) {
            counter.inc();
        }
    }
}

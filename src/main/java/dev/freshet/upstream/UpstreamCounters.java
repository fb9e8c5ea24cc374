package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the failed exchanges and the retries of one upstream. Thread-safe: the maps do not change, the counters are. */
final class UpstreamCounters {
    private final Map<Fault.Reason, CounterDataPoint> faults = new EnumMap<>(Fault.Reason.class);
    private final Map<Fault.Reason, CounterDataPoint> retries = new EnumMap<>(Fault.Reason.class);
    private final @Nullable CounterDataPoint refused;

    UpstreamCounters(Metrics metrics, String upstream) {
        for (Fault.Reason reason : Fault.Reason.values()) {
            if (reason.side() == Fault.Side.UPSTREAM || reason.side() == Fault.Side.INTERNAL) {
                faults.put(reason, metrics.counter(Metric.UPSTREAM_FAULTS, upstream, reason.label()));
            }
            if (Retry.possible(reason)) {
                retries.put(reason, metrics.counter(Metric.UPSTREAM_RETRIES, upstream, reason.label()));
            }
        }
        refused = metrics.counter(Metric.UPSTREAM_RETRIES_REFUSED, upstream);
    }

    private UpstreamCounters() {
        refused = null;
    }

    /** Counts nothing: for health checks, which have a counter of their own. */
    static UpstreamCounters silent() {
        return new UpstreamCounters();
    }

    /** An exchange failed. */
    void failed(Fault fault) {
        count(faults.get(fault.reason()));
    }

    /** An exchange begins anew because of {@code fault}. */
    void retried(Fault fault) {
        count(retries.get(fault.reason()));
    }

    /** An exchange would have begun anew, had the budget allowed it. */
    void retryRefused() {
        count(refused);
    }

    private static void count(@Nullable CounterDataPoint counter) {
        if (counter != null) {
            counter.inc();
        }
    }
}

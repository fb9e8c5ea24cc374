package dev.freshet.compare.report;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The percentiles that are written out. Thread-safe: stateless. */
final class Percentile {
    /** In per cent. */
    static final List<Double> SHOWN = List.of(50.0, 90.0, 99.0, 99.9);

    /** In per cent. */
    static final List<Double> FINE =
            List.of(0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999, 100.0);

    private static final double ALL = 100;

    private Percentile() {}

    /** In microseconds; null: fewer answers than it takes for one of them to lie above, or none at all. */
    static @Nullable Long micros(Histogram latency, double percent) {
        long answers = latency.getTotalCount();
        if (answers == 0 || (percent < ALL && answers * (ALL - percent) < ALL * (1 - 1e-9))) {
            return null;
        }
        return latency.getValueAtPercentile(percent);
    }
}

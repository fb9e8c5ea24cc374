package dev.freshet.refresh;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Age, size and version of what the cache holds, read at each scrape. An endpoint with several resources shows the oldest
 * age, the highest version and the bytes of all. Thread-safe: immutable, and the cache is thread-safe.
 */
final class SnapshotGauges {
    private static final double MILLIS_PER_SECOND = 1000;

    private final Supplier<List<Subject>> subjects;
    private final RefreshParts parts;

    /** {@code subjects}: those there are at the time. */
    SnapshotGauges(Supplier<List<Subject>> subjects, RefreshParts parts) {
        this.subjects = subjects;
        this.parts = parts;
    }

    /** Lets scrapes ask from now on. */
    void register() {
        Metrics metrics = parts.metrics();
        metrics.contribute(Metric.SNAPSHOT_AGE, values -> highest(this::ageSeconds, values));
        metrics.contribute(
                Metric.SNAPSHOT_VERSION,
                values -> highest(snapshot -> snapshot.version().number(), values));
        metrics.contribute(Metric.SNAPSHOT_BYTES, this::bytes);
    }

    private double ageSeconds(Snapshot snapshot) {
        return snapshot.ageMillis(parts.clock().epochMillis()) / MILLIS_PER_SECOND;
    }

    private void highest(ToDoubleFunction<Snapshot> measure, Metrics.Values values) {
        Map<String, Double> byLabel = new LinkedHashMap<>();
        for (Subject subject : subjects.get()) {
            Snapshot snapshot = parts.cache().newest(subject.key());
            if (snapshot != null) {
                byLabel.merge(subject.endpoint().label(), measure.applyAsDouble(snapshot), Math::max);
            }
        }
        byLabel.forEach((label, value) -> values.add(value, label));
    }

    private void bytes(Metrics.Values values) {
        Map<List<String>, Long> byLabel = new LinkedHashMap<>();
        for (Subject subject : subjects.get()) {
            Snapshot snapshot = parts.cache().newest(subject.key());
            if (snapshot == null) {
                continue;
            }
            for (Representation each : snapshot.version().madeSoFar()) {
                List<String> labels =
                        List.of(subject.endpoint().label(), each.coding().token());
                byLabel.merge(labels, (long) each.body().length, Long::sum);
            }
        }
        byLabel.forEach((labels, bytes) -> values.add((double) bytes, labels.toArray(String[]::new)));
    }
}

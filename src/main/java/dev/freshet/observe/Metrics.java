package dev.freshet.observe;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The values of every {@link Metric}. Counters are either held as children, taken once and kept by whoever counts, or read
 * at each scrape from a contributor that counts in its own way; never looked up by label per request. Thread-safe: built
 * on the Prometheus client's own concurrent types.
 */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, List<Contributor>> contributors = new EnumMap<>(Metric.class);

    /** Gives the current values of one metric, at each scrape; called on the scraping thread. */
    @FunctionalInterface
    public interface Contributor {
        /** Calls {@code values} once for each combination of labels. */
        void contribute(Values values);
    }

    /** Takes values during a scrape. */
    @FunctionalInterface
    public interface Values {
        /** {@code labelValues} in the order of {@link Metric#labels()}. */
        void add(double value, String... labelValues);
    }

    /** Registers every metric. */
    public Metrics() {
        for (Metric metric : Metric.values()) {
            contributors.put(metric, new CopyOnWriteArrayList<>());
            switch (metric.kind()) {
                case COUNTER -> registerCounter(metric);
                case GAUGE ->
                    GaugeWithCallback.builder()
                            .name(metric.id())
                            .help(metric.help())
                            .labelNames(labels(metric))
                            .callback(callback -> collect(metric, callback::call))
                            .register(registry);
                case HISTOGRAM ->
                    histograms.put(
                            metric,
                            Histogram.builder()
                                    .name(metric.id())
                                    .help(metric.help())
                                    .labelNames(labels(metric))
                                    .classicOnly()
                                    .classicExponentialUpperBounds(0.001, 2, 14)
                                    .register(registry));
            }
        }
    }

    /** The child of a counter; take it once and keep it. */
    public CounterDataPoint counter(Metric metric, String... labelValues) {
        return required(counters, metric).labelValues(labelValues);
    }

    /** The child of a histogram; take it once and keep it. */
    public DistributionDataPoint histogram(Metric metric, String... labelValues) {
        return required(histograms, metric).labelValues(labelValues);
    }

    /** Adds somebody who knows values of a gauge or counter; values of one combination of labels are summed. */
    public void contribute(Metric metric, Contributor contributor) {
        required(contributors, metric).add(contributor);
    }

    /** All values in the text format of Prometheus 0.0.4, UTF-8. */
    public byte[] exposition() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void registerCounter(Metric metric) {
        Counter held = Counter.builder()
                .name(metric.id())
                .help(metric.help())
                .labelNames(labels(metric))
                .build();
        counters.put(metric, held);
        contribute(metric, values -> {
            for (var point : held.collect().getDataPoints()) {
                values.add(point.getValue(), labelValues(metric, point.getLabels()));
            }
        });
        CounterWithCallback.builder()
                .name(metric.id())
                .help(metric.help())
                .labelNames(labels(metric))
                .callback(callback -> collect(metric, callback::call))
                .register(registry);
    }

    /** Sums contributions of one combination of labels: the exposition may name each only once. */
    private void collect(Metric metric, Values values) {
        Map<List<String>, Double> sums = new LinkedHashMap<>();
        for (Contributor each : required(contributors, metric)) {
            each.contribute((value, labelValues) -> sums.merge(List.of(labelValues), value, Double::sum));
        }
        sums.forEach((labelValues, sum) -> values.add(sum, labelValues.toArray(String[]::new)));
    }

    private static <T> T required(Map<Metric, T> held, Metric metric) {
        return Objects.requireNonNull(held.get(metric), () -> metric + " is no " + metric.kind());
    }

    private static String[] labels(Metric metric) {
        return metric.labels().toArray(String[]::new);
    }

    private static String[] labelValues(Metric metric, Labels labels) {
        return metric.labels().stream().map(labels::get).toArray(String[]::new);
    }
}

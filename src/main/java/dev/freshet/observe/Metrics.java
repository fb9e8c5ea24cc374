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
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The values of every {@link Metric}. Counters are either held as children, taken once and kept by whoever counts, or read
 * at each scrape from a contributor that counts in its own way; never looked up by label per request. Thread-safe: built
 * on the Prometheus client's own concurrent types.
 */
public final class Metrics {
    /** The media type of {@link #exposition()}. */
    public static final String EXPOSITION_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

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
        /**
         * {@code labelValues} in the order of {@link Metric#labels()}.
         *
         * @throws IllegalArgumentException when there are more or fewer of them
         */
        void add(double value, String... labelValues);
    }

    /** Registers every metric. */
    public Metrics() {
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER -> registerCounter(metric);
                case GAUGE -> registerGauge(metric);
                case HISTOGRAM -> registerHistogram(metric);
            }
        }
    }

    /**
     * The child of a counter; take it once and keep it.
     *
     * @throws IllegalArgumentException when the metric is no counter or has another number of labels
     */
    public CounterDataPoint counter(Metric metric, String... labelValues) {
        return required(counters, metric).labelValues(labelValues);
    }

    /**
     * The child of a histogram; take it once and keep it.
     *
     * @throws IllegalArgumentException when the metric is no histogram or has another number of labels
     */
    public DistributionDataPoint histogram(Metric metric, String... labelValues) {
        return required(histograms, metric).labelValues(labelValues);
    }

    /**
     * Adds somebody who knows values of a gauge or counter; values of one combination of labels are summed.
     *
     * @throws IllegalArgumentException when the metric is a histogram
     */
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

    /** The held children are one contributor among others. Exemplars would cost each increment a look at the tracer. */
    private void registerCounter(Metric metric) {
        Counter held = Counter.builder()
                .name(metric.id())
                .help(metric.help())
                .labelNames(labels(metric))
                .withoutExemplars()
                .build();
        counters.put(metric, held);
        contributors.put(metric, new CopyOnWriteArrayList<>());
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

    private void registerGauge(Metric metric) {
        contributors.put(metric, new CopyOnWriteArrayList<>());
        GaugeWithCallback.builder()
                .name(metric.id())
                .help(metric.help())
                .labelNames(labels(metric))
                .callback(callback -> collect(metric, callback::call))
                .register(registry);
    }

    private void registerHistogram(Metric metric) {
        histograms.put(
                metric,
                Histogram.builder()
                        .name(metric.id())
                        .help(metric.help())
                        .labelNames(labels(metric))
                        .classicOnly()
                        .classicExponentialUpperBounds(0.001, 2, 14)
                        .withoutExemplars()
                        .register(registry));
    }

    /** Sums contributions of one combination of labels: the exposition may name each only once. */
    private void collect(Metric metric, Values values) {
        Map<List<String>, Double> sums = new LinkedHashMap<>();
        for (Contributor each : required(contributors, metric)) {
            each.contribute((value, labelValues) -> sums.merge(checked(metric, labelValues), value, Double::sum));
        }
        sums.forEach((labelValues, sum) -> values.add(sum, labelValues.toArray(String[]::new)));
    }

    private static List<String> checked(Metric metric, String... labelValues) {
        List<String> values = List.of(labelValues);
        if (values.size() != metric.labels().size()) {
            throw new IllegalArgumentException(
                    metric.id() + ": " + values + " (expected: one value for each of " + metric.labels() + ")");
        }
        return values;
    }

    private static <T> T required(Map<Metric, T> held, Metric metric) {
        T found = held.get(metric);
        if (found == null) {
            throw new IllegalArgumentException(metric + ": a " + metric.kind() + " (expected: another kind of metric)");
        }
        return found;
    }

    private static String[] labels(Metric metric) {
        return metric.labels().toArray(String[]::new);
    }

    private static String[] labelValues(Metric metric, Labels labels) {
        return metric.labels().stream().map(labels::get).toArray(String[]::new);
    }
}

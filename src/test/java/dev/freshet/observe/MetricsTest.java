package dev.freshet.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted is what is exposed. Confined to the test's thread. */
final class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void everyMetricIsExposedWithItsTypeOnceItHasAValue() {
        for (Metric metric : Metric.values()) {
            giveAValue(metric);
        }

        Exposition exposition = exposition();

        for (Metric metric : Metric.values()) {
            assertThat(exposition.types())
                    .containsEntry(metric.exposedName(), metric.kind().name().toLowerCase(Locale.ROOT));
        }
        assertThat(exposition.types()).hasSameSizeAs(Metric.values());
    }

    @Test
    void countersWithoutLabelsStartAtZero() {
        assertThat(exposition().value("freshet_connections_accepted_total", Map.of()))
                .isZero();
    }

    @Test
    void labelValuesGoToTheirNamesInTheOrderOfTheMetric() {
        metrics.counter(Metric.REQUESTS, "h2", "hit", "200").inc(3);

        double value = exposition()
                .value("freshet_requests_total", Map.of("protocol", "h2", "verdict", "hit", "status", "200"));

        assertThat(value).isEqualTo(3);
    }

    @Test
    void labelValuesOfContributorsGoToTheirNamesInTheOrderOfTheMetric() {
        metrics.contribute(Metric.REQUESTS, values -> values.add(7, "http/1.1", "pass", "404"));

        double value = exposition()
                .value("freshet_requests_total", Map.of("protocol", "http/1.1", "verdict", "pass", "status", "404"));

        assertThat(value).isEqualTo(7);
    }

    @Test
    void contributionsWithEqualLabelsAreSummed() {
        metrics.contribute(Metric.UPSTREAM_CONNECTIONS, values -> {
            values.add(2, "api");
            values.add(1, "other");
        });
        metrics.contribute(Metric.UPSTREAM_CONNECTIONS, values -> values.add(3, "api"));

        Exposition exposition = exposition();

        assertThat(exposition.value("freshet_upstream_connections", Map.of("upstream", "api")))
                .isEqualTo(5);
        assertThat(exposition.value("freshet_upstream_connections", Map.of("upstream", "other")))
                .isEqualTo(1);
    }

    @Test
    void heldChildrenAndContributionsOfOneCounterAreSummed() {
        metrics.counter(Metric.RESPONSE_BYTES, "h2").inc(100);
        metrics.contribute(Metric.RESPONSE_BYTES, values -> values.add(23, "h2"));

        assertThat(exposition().value("freshet_response_bytes_total", Map.of("protocol", "h2")))
                .isEqualTo(123);
    }

    @Test
    void aChildTakenTwiceIsTheSameCounter() {
        CounterDataPoint first = metrics.counter(Metric.HANDSHAKES, "full");
        first.inc();
        metrics.counter(Metric.HANDSHAKES, "full").inc();
        exposition();
        first.inc();

        assertThat(exposition().value("freshet_tls_handshakes_total", Map.of("result", "full")))
                .isEqualTo(3);
    }

    @Test
    void aContributorIsAskedAtEachScrape() {
        long[] open = {1};
        metrics.contribute(Metric.CONNECTIONS, values -> values.add(open[0]));
        exposition();
        open[0] = 5;

        assertThat(exposition().value("freshet_connections", Map.of())).isEqualTo(5);
    }

    @Test
    void aHistogramCountsWithinItsBuckets() {
        metrics.histogram(Metric.REFRESH_SECONDS).observe(0.003);

        Exposition exposition = exposition();

        assertThat(exposition.value("freshet_refresh_seconds_count", Map.of())).isEqualTo(1);
        assertThat(exposition.value("freshet_refresh_seconds_bucket", Map.of("le", "0.002")))
                .isZero();
        assertThat(exposition.value("freshet_refresh_seconds_bucket", Map.of("le", "0.004")))
                .isEqualTo(1);
        assertThat(exposition.value("freshet_refresh_seconds_bucket", Map.of("le", "+Inf")))
                .isEqualTo(1);
    }

    @Test
    void labelValuesAreEscaped() {
        metrics.contribute(Metric.SNAPSHOT_AGE, values -> values.add(1.5, "/a\"b\\c"));

        assertThat(exposition().value("freshet_snapshot_age_seconds", Map.of("endpoint", "/a\"b\\c")))
                .isEqualTo(1.5);
    }

    @Test
    void anotherNumberOfLabelValuesIsRefused() {
        metrics.contribute(Metric.SNAPSHOT_AGE, values -> values.add(1, "/live.json", "gzip"));

        assertThatThrownBy(metrics::exposition)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "freshet_snapshot_age_seconds: [/live.json, gzip] (expected: one value for each of [endpoint])");
    }

    @Test
    void aMetricIsUsedOnlyAsWhatItIs() {
        assertThatThrownBy(() -> metrics.counter(Metric.CONNECTIONS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.histogram(Metric.REQUESTS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.contribute(Metric.REFRESH_SECONDS, values -> values.add(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void giveAValue(Metric metric) {
        String[] labels = metric.labels().stream().map(label -> "a-" + label).toArray(String[]::new);
        switch (metric.kind()) {
            case COUNTER -> metrics.counter(metric, labels).inc();
            case GAUGE -> metrics.contribute(metric, values -> values.add(1, labels));
            case HISTOGRAM -> metrics.histogram(metric, labels).observe(1);
        }
    }

    private Exposition exposition() {
        return Exposition.parse(new String(metrics.exposition(), UTF_8));
    }
}

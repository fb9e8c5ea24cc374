package dev.freshet.observe;

import java.util.Locale;
import java.util.stream.Collectors;

/** Makes docs/metrics.md from the list of metrics. Thread-safe: has no state. */
final class MetricsDocs {
    private static final String HEAD = """
            # Metrics

            Freshet serves these at `/metrics` of the admin listener (`http://127.0.0.1:9900/metrics` unless configured), in
            the text format of Prometheus 0.0.4. A metric with labels appears once one of its values is known. This page is
            made from the list in the code, `Metric`; regenerate it with
            `./mvnw test -Dtest=MetricsDocsTest -Dfreshet.docs=write`.

            | metric | type | labels | meaning |
            |---|---|---|---|
            """;

    private static final String TAIL = """

            A counter starts at 0 with the process. A histogram is exposed as its name with `_bucket`, `_sum` and `_count`.
            """;

    private MetricsDocs() {}

    /** The whole page. */
    static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Metric metric : Metric.values()) {
            page.append(row(metric));
        }
        return page.append(TAIL).toString();
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        String type = metric.kind().name().toLowerCase(Locale.ROOT);
        return "| `" + metric.exposedName() + "` | " + type + " | " + labels + " | " + metric.help() + " |\n";
    }
}

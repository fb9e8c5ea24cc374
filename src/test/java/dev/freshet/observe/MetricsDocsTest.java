package dev.freshet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/metrics.md is what the code says. Confined to the test's thread. */
final class MetricsDocsTest {
    private static final Path PAGE = Path.of("docs", "metrics.md");

    @Test
    void thePageIsWhatTheCodeSays() throws IOException {
        if ("write".equals(System.getProperty("freshet.docs"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, MetricsDocs.page());
        }

        assertThat(PAGE)
                .as("docs/metrics.md (regenerate it: ./mvnw test -Dtest=MetricsDocsTest -Dfreshet.docs=write)")
                .hasContent(MetricsDocs.page());
    }

    @Test
    void everyMetricIsOnThePageOnce() {
        for (Metric metric : Metric.values()) {
            assertThat(MetricsDocs.page()).containsOnlyOnce("| `" + metric.exposedName() + "` |");
        }
    }
}

package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON is well formed, has every figure, and its page names every member. Confined to the test's thread. */
final class JsonTextTest {
    private static final Path PAGE = Path.of("docs", "compare-json.md");

    @Test
    void everyFigureIsThere() {
        assertThat(json(Comparisons.usual()))
                .contains("\"ratio\":2.4,\"agreement\":\"same-after-a-change\"")
                .contains("\"protocol\":\"h2\",\"connections\":100,\"streams\":10,\"ratePerSecond\":null")
                .contains("\"requestsPerSecond\":60000.0")
                .contains("\"originRequests\":33")
                .contains("\"startedAt\":\"2026-11-21T13:30:00Z\"")
                .endsWith("}\n");
    }

    @Test
    void failuresAreByStatusAndByReason() {
        assertThat(json(Comparisons.usual().withFailures(Map.of(503, 4L), Map.of("say \"no\"", 2L))))
                .contains("\"otherStatuses\":{\"503\":4}")
                .contains("\"errors\":{\"say \\\"no\\\"\":2}");
    }

    @Test
    void aRatioThatIsNoNumberIsNull() {
        assertThat(json(Comparisons.usual().withThroughput(1_000, 0))).contains("\"ratio\":null");
    }

    @Test
    void tooManyFailuresAreNoRatio() {
        assertThat(json(Comparisons.usual().withFailures(Map.of(), Map.of("reset", 1_000_000L))))
                .contains("\"ratio\":null");
    }

    @Test
    void percentilesWithTooFewAnswersAboveThemAreLeftOut() {
        assertThat(json(Comparisons.usual().withThroughput(1_000, 999)))
                .containsPattern("\"origin\":.*\"percent\":99.5,[^]]*\"percent\":100.0")
                .containsPattern("\"front\":.*\"percent\":99.9,")
                .doesNotContain("99.99");
    }

    @Test
    void everyMemberIsOnThePageAndThePageNamesNoOther() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> named = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(members(json(Comparisons.usual()))).isEqualTo(named);
    }

    private static String json(Comparisons comparisons) {
        return JsonText.of(comparisons.comparison(), Comparisons.COMMAND);
    }

    private static Set<String> members(String json) {
        Set<String> names = new LinkedHashSet<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    names.add(parser.currentName());
                }
            }
        }
        return names;
    }
}

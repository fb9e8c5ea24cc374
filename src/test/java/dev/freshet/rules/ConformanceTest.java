package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/conformance.md names as evidence is there. Confined to the test's thread. */
class ConformanceTest {
    private static final Pattern EVIDENCE = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern FACT = Pattern.compile("\\bvoid (\\w+)\\(");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, Set<String>> facts = factsByTest();
        List<MatchResult> named = EVIDENCE.matcher(Files.readString(Path.of("docs", "conformance.md")))
                .results()
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(named)
                .filteredOn(each -> !facts.getOrDefault(each.group(1), Set.of()).contains(each.group(2)))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    private static Map<String, Set<String>> factsByTest() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Map<String, Set<String>> facts = new TreeMap<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                String test = file.getFileName().toString().replace(".java", "");
                FACT.matcher(Files.readString(file))
                        .results()
                        .forEach(each -> facts.computeIfAbsent(test, any -> new HashSet<>())
                                .add(each.group(1)));
            }
            return facts;
        }
    }
}

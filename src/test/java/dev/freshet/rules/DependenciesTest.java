package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of dependencies says what the build has, be it in a profile only. Confined to the test's thread. */
final class DependenciesTest {
    private static final Pattern MANAGED = Pattern.compile("(?s)<dependencyManagement>.*?</dependencyManagement>");
    private static final Pattern PLUGINS = Pattern.compile("(?s)<build>.*?</build>");
    private static final Pattern EXCLUSIONS = Pattern.compile("(?s)<exclusions>.*?</exclusions>");
    private static final Pattern DEPENDENCY =
            Pattern.compile("(?s)<dependency>.*?<artifactId>(.*?)</artifactId>.*?</dependency>");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @Test
    void everyDirectDependencyHasItsLine() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (Pattern other : List.of(MANAGED, PLUGINS, EXCLUSIONS)) {
            pom = other.matcher(pom).replaceAll("");
        }
        String page = Files.readString(Path.of("docs", "dependencies.md"));

        assertThat(names(ROW, page)).isNotEmpty().containsExactlyInAnyOrderElementsOf(names(DEPENDENCY, pom));
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}

package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** docs/performance/*.svg are drawn from docs/performance/figures.csv. Confined to the test's thread. */
final class PerformanceChartsTest {
    private static final Path FOLDER = Path.of("docs", "performance");

    @Test
    void theDrawingsAreMadeFromTheFigures() throws IOException {
        Map<String, String> drawings = PerformanceCharts.drawings(Files.readString(FOLDER.resolve("figures.csv")));
        if ("write".equals(System.getProperty("freshet.docs"))) {
            write(drawings);
        }

        assertThat(present())
                .as("docs/performance (draw it again: ./mvnw test -Dtest=PerformanceChartsTest -Dfreshet.docs=write)")
                .isEqualTo(drawings);
    }

    @Test
    void aQuotedFieldMayHoldCommasAndQuotes() {
        assertThat(PerformanceCharts.fields("a,\"b, \"\"c\"\"\",,d")).containsExactly("a", "b, \"c\"", "", "d");
    }

    @Test
    void aLineThatIsNoFigureIsNamed() {
        assertThatThrownBy(() -> PerformanceCharts.drawings("chart,series,label,value,unit\nA,b,c,many,µs\n"))
                .hasMessage("line 2: A,b,c,many,µs (expected: chart,series,label,value,unit)");
    }

    private static Map<String, String> present() throws IOException {
        Map<String, String> present = new TreeMap<>();
        try (var files = Files.newDirectoryStream(FOLDER, "*.svg")) {
            for (Path file : files) {
                present.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return present;
    }

    private static void write(Map<String, String> drawings) throws IOException {
        for (String name : present().keySet()) {
            Files.delete(FOLDER.resolve(name));
        }
        for (Map.Entry<String, String> drawing : drawings.entrySet()) {
            Files.writeString(FOLDER.resolve(drawing.getKey()), drawing.getValue());
        }
    }
}

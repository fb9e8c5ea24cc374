package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.compare.Comparison.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says what was measured, needs nothing else, and lets nothing in. Confined to the test's thread. */
final class ReportFileTest {
    private static final String NASTY = "<script>alert(\"1\")</script> & 'so on'\u0000";

    @TempDir
    private Path folder;

    @Test
    void thePageHasTheHeadlineTheFiguresAndTheCommand() throws IOException {
        assertThat(written(Comparisons.usual()))
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>2.4 times the requests per second</h1>")
                .contains(Comparisons.COMMAND)
                .contains("99.9 % answered within")
                .contains("yes, the front as the origin was shortly before")
                .contains("2 cores, Linux 6.1 amd64, Java 25.0.1")
                .contains("21 November 2026, 13:30 UTC")
                .contains("HTTP/2, 100 connections kept alive, 10 requests at a time on each")
                .endsWith("</html>\n");
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        String page = written(Comparisons.usual());

        assertThat(page)
                .contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"")
                .doesNotContainPattern("(?i)<(script|link|img|iframe|object)\\b")
                .doesNotContainPattern("(?i)\\b(src|href|url)\\s*[=(]");
    }

    @Test
    void noTwoElementsHaveTheSameName() throws IOException {
        assertThat(Pattern.compile(" id=\"([^\"]*)\"")
                        .matcher(written(Comparisons.usual()))
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void everyChartHasATitleAndADescription() throws IOException {
        String page = written(Comparisons.usual());

        assertThat(count("<svg [^>]*role=\"img\" aria-labelledby=\"[\\w-]+ [\\w-]+\"", page))
                .isEqualTo(4);
        assertThat(count("<title id=\"chart-[\\w-]+-title\">[^<]+</title>", page))
                .isEqualTo(4);
        assertThat(count("<desc id=\"chart-[\\w-]+-description\">[^<]+</desc>", page))
                .isEqualTo(4);
    }

    @Test
    void whatOthersSaidIsEscaped() throws IOException {
        String page = written(Comparisons.usual().withRemarks(NASTY).withFailures(Map.of(503, 4L), Map.of(NASTY, 2L)));

        assertThat(page)
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so on&#39;\uFFFD")
                .doesNotContain("<script>")
                .doesNotContain("\u0000");
    }

    @Test
    void failuresAreListedByReason() throws IOException {
        Comparisons failing = Comparisons.usual().withFailures(Map.of(503, 4L), Map.of("reset", 2L));

        assertThat(written(failing))
                .contains("What went wrong")
                .contains("Status 503")
                .contains(">reset<");
        assertThat(written(Comparisons.usual())).doesNotContain("What went wrong");
    }

    @Test
    void cautionsAndRemarksStandAboveTheCharts() throws IOException {
        String page =
                written(Comparisons.usual().withAgreement(Agreement.DIFFERENT).withRemarks("The client was busy."));

        assertThat(page.indexOf("<li>The two sides gave different bytes"))
                .isPositive()
                .isLessThan(page.indexOf("<li>The client was busy."))
                .isLessThan(page.indexOf("<svg"));
    }

    @Test
    void aSideThatNeverAnsweredMakesAPageToo() throws IOException {
        assertThat(written(Comparisons.usual().withThroughput(0, 0)))
                .contains("No comparison: neither side gave a complete 2xx answer")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    @Test
    void withoutFiguresByTheSecondTheRoundsAreDrawn() throws IOException {
        assertThat(written(Comparisons.usual().withoutSeconds()))
                .contains("Requests per second in each round")
                .doesNotContain("Answers in each second");
    }

    @Test
    void aFileThatIsThereIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("report.html"), "before");
        ReportFile.write(Comparisons.usual().comparison(), Comparisons.COMMAND, new ResultFile(file));

        assertThat(file).content().startsWith("<!DOCTYPE html>");
        assertThat(folder).isDirectoryNotContaining(each -> each.toString().endsWith(".part"));
    }

    private String written(Comparisons comparisons) throws IOException {
        Path file = folder.resolve("report.html");
        ReportFile.write(comparisons.comparison(), Comparisons.COMMAND, new ResultFile(file));
        return Files.readString(file);
    }

    private static long count(String pattern, String page) {
        return Pattern.compile(pattern).matcher(page).results().count();
    }
}

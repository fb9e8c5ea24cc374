package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.Comparison.Agreement;
import dev.freshet.compare.ComparisonTable;
import dev.freshet.compare.Measurement;
import dev.freshet.compare.Measurement.Round;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of the page, whose figures are those of its charts and more. Confined to whoever builds the page. */
final class ReportTables {
    private static final String UNKNOWN = "–";

    private final Comparison comparison;
    private final Markup page;

    ReportTables(Comparison comparison, Markup page) {
        this.comparison = comparison;
        this.page = page;
    }

    /** One row for each figure. */
    void figures() {
        begin(
                "What each side did over all rounds. A dash: nobody could tell, or there were too few answers to say.",
                List.of("", "Front", "Origin"));
        row("Requests per second", side -> Figures.count(side.requestsPerSecond()));
        for (double percent : Percentile.SHOWN) {
            row(
                    Figures.exact(percent) + " % answered within",
                    side -> micros(Percentile.micros(side.latencyMicros(), percent)));
        }
        row("Received", side -> Figures.bytesPerSecond(side.wireBytesPerSecond()));
        row("Complete 2xx answers", side -> Figures.count((double) side.answered()));
        row("Other answers", side -> Figures.count((double) side.refused()));
        row("Errors", side -> Figures.count((double) side.failed()));
        row("Highest Age seen", side -> age(side.staleness().maxAgeSeconds()));
        row("Answers marked stale", side -> count(side.staleness().markedStale()));
        row("Requests that reached the origin", side -> count(side.originRequests()));
        page.open("tr").element("th", "Same bytes on both sides", "scope", "row");
        page.element("td", agreement(comparison.agreement()), "colspan", "2").close("tr");
        end();
    }

    /** One row for each round. */
    void rounds() {
        begin(
                "Each round by itself. Load generator: how much of its time it was busy; near 100 % it is what was measured.",
                List.of("Round", "Front req/s", "Origin req/s", "Ratio", "Load generator"));
        boolean trusted = ComparisonTable.trusted(comparison);
        List<Round> front = comparison.front().rounds();
        List<Round> origin = comparison.origin().rounds();
        for (int i = 0; i < Math.min(front.size(), origin.size()); i++) {
            double busiest = Math.max(front.get(i).clientCpu(), origin.get(i).clientCpu());
            double there = front.get(i).requestsPerSecond();
            double here = origin.get(i).requestsPerSecond();
            page.open("tr").element("th", Integer.toString(i + 1), "scope", "row");
            page.element("td", Figures.count(there), "class", "front").element("td", Figures.count(here));
            page.element("td", trusted && here > 0 ? Figures.ratio(there / here) : UNKNOWN);
            page.element("td", Figures.percent(busiest)).close("tr");
        }
        end();
    }

    /** One row for each reason; nothing where nothing went wrong. */
    void failures() {
        if (List.of(comparison.front(), comparison.origin()).stream()
                .allMatch(side -> side.failed() + side.refused() == 0)) {
            return;
        }
        page.element("h2", "What went wrong");
        begin("Requests that did not end with a complete 2xx answer.", List.of("", "Front", "Origin"));
        failures("Status ", Measurement::otherStatuses);
        failures("", Measurement::errors);
        end();
    }

    private <K extends Comparable<K>> void failures(
            String prefix, Function<Measurement, ? extends Map<K, Long>> counts) {
        TreeSet<K> reasons = new TreeSet<>(counts.apply(comparison.front()).keySet());
        reasons.addAll(counts.apply(comparison.origin()).keySet());
        for (K reason : reasons) {
            row(
                    prefix + reason,
                    side -> Figures.count(
                            counts.apply(side).getOrDefault(reason, 0L).doubleValue()));
        }
    }

    private void begin(String caption, List<String> columns) {
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        page.open("table").element("caption", caption).open("thead").open("tr");
        columns.forEach(each -> page.element(each.isEmpty() ? "td" : "th", each, "scope", "col"));
        page.close("tr").close("thead").open("tbody");
    }

    private void end() {
        page.close("tbody").close("table").close("div");
    }

    private void row(String name, Function<Measurement, String> figure) {
        page.open("tr").element("th", name, "scope", "row");
        page.element("td", figure.apply(comparison.front()), "class", "front");
        page.element("td", figure.apply(comparison.origin())).close("tr");
    }

    private static String micros(@Nullable Long micros) {
        return micros == null ? UNKNOWN : Figures.micros(micros.doubleValue());
    }

    private static String age(@Nullable Long seconds) {
        return seconds == null ? UNKNOWN : Figures.count(seconds.doubleValue()) + " s";
    }

    private static String count(@Nullable Long count) {
        return count == null ? UNKNOWN : Figures.count(count.doubleValue());
    }

    private static String agreement(Agreement agreement) {
        return switch (agreement) {
            case SAME -> "yes, byte for byte";
            case SAME_AFTER_A_CHANGE -> "yes, the front as the origin was shortly before";
            case NOT_COMPARED -> "not compared: a side did not answer when it was asked";
            case DIFFERENT -> "no";
        };
    }
}

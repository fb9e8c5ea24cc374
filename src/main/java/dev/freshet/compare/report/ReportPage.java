package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.Load;
import dev.freshet.compare.Measurement;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison as one HTML page that needs nothing else: no script, no font, no picture from elsewhere, and a policy that
 * forbids them. Confined to whoever builds it.
 */
final class ReportPage {
    private static final int NARROW = 440;
    private static final int WIDE = 940;
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Comparison comparison;
    private final String command;
    private final Markup page = new Markup();

    private ReportPage(Comparison comparison, String command) {
        this.comparison = comparison;
        this.command = command;
    }

    /** The whole page; {@code command}: the command line that repeats the comparison. */
    static String of(Comparison comparison, String command) {
        return new ReportPage(comparison, command).build();
    }

    private String build() {
        Headline headline = Headline.of(comparison);
        ReportTables tables = new ReportTables(comparison, page);
        head(headline);
        page.open("body").open("main");
        page.element("p", "Freshet: the front beside the direct origin", "class", "kicker");
        page.element("h1", headline.claim()).element("p", headline.basis(), "class", "basis");
        notes(headline);
        charts();
        page.element("h2", "Figures");
        tables.figures();
        page.element("h2", "Rounds");
        tables.rounds();
        tables.failures();
        page.element("h2", "How it was measured");
        method();
        page.element("h2", "Repeat it").open("pre").element("code", command).close("pre");
        page.close("main").close("body").close("html");
        return page.toString();
    }

    private void head(Headline headline) {
        page.made("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        page.made("<meta charset=\"utf-8\">\n");
        page.made("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.made("<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .made("\n");
        page.element("title", headline.claim() + " - Freshet");
        page.open("style")
                .made("\n" + ReportStyle.CSS + ChartStyle.CSS)
                .close("style")
                .close("head");
    }

    private void notes(Headline headline) {
        List<String> notes = Stream.concat(headline.cautions().stream(), comparison.remarks().stream())
                .distinct()
                .toList();
        if (!notes.isEmpty()) {
            page.open("ul", "class", "notes", "aria-label", "Before you quote this");
            notes.forEach(each -> page.element("li", each));
            page.close("ul");
        }
    }

    /** The first chart spans the page; letters keep their size, so it is drawn for a desk and for a phone. */
    private void charts() {
        page.open("div", "class", "charts");
        List<Chart> charts = ComparisonCharts.of(comparison);
        figure("wide", charts.getFirst(), WIDE);
        figure("slim", charts.getFirst(), NARROW);
        charts.stream().skip(1).forEach(each -> figure("half", each, NARROW));
        page.close("div");
    }

    private void figure(String look, Chart chart, int width) {
        page.open("figure", "class", look).made(ChartSvg.inline(chart, width)).close("figure");
    }

    private void method() {
        Load load = comparison.load();
        page.open("dl");
        fact("Front", place(comparison.front()));
        fact("Origin", place(comparison.origin()));
        fact("Load", load(load));
        fact(
                "Rounds",
                load.rounds() + " of " + seconds(load.roundLength().toMillis())
                        + " on each side, taking turns in going first, after "
                        + seconds(load.warmUp().toMillis())
                        + " to warm up");
        fact(
                "Fields",
                load.fields().isEmpty()
                        ? "none but Host"
                        : load.fields().stream()
                                .map(field -> field.name() + ": " + field.value())
                                .collect(Collectors.joining("; ")));
        fact(
                "Latency",
                load.ratePerSecond() == null
                        ? "of complete 2xx answers, from the moment the request was written"
                        : "of complete 2xx answers, from the moment the request was due");
        fact("Load generator", comparison.engine());
        fact("Machine", comparison.machine());
        fact("Date", DATE.format(comparison.startedAt()));
        page.close("dl");
    }

    private void fact(String name, String value) {
        page.element("dt", name).element("dd", value);
    }

    private static String place(Measurement side) {
        return side.url() + ", at " + side.address();
    }

    private static String load(Load load) {
        String protocol = switch (load.protocol()) {
            case HTTP_2 -> "HTTP/2";
            case HTTP_1_1 -> "HTTP/1.1";
        };
        String streams = load.streams() == 1 ? "one request" : load.streams() + " requests";
        String pace = load.ratePerSecond() == null
                ? "each answer brings the next request"
                : Figures.count(load.ratePerSecond()) + " requests begun per second";
        return protocol + ", " + Figures.count(load.connections()) + " connections kept alive, " + streams
                + " at a time on each; " + pace;
    }

    private static String seconds(long millis) {
        return Figures.number(millis / 1e3) + " s";
    }
}

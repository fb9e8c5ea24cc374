package dev.freshet.compare.report;

import dev.freshet.compare.report.BarChart.Bar;
import dev.freshet.compare.report.BarChart.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes drawings from figures in CSV (RFC 4180) with the columns chart, series, label, value, unit. A chart is named by its
 * title; its labels and series keep their order; the label Freshet is emphasised. Thread-safe: has no state.
 */
final class PerformanceCharts {
    private static final Pattern FIELD = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(,|$)");
    private static final int WIDTH = 760;
    private static final int COLUMNS = 5;

    private PerformanceCharts() {}

    /** One line of the file. Immutable. */
    private record Row(String chart, String series, String label, double value, String unit) {}

    /** By file name, the drawing of each chart. */
    static Map<String, String> drawings(String csv) {
        Map<String, List<Row>> charts = new LinkedHashMap<>();
        List<String> lines = csv.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            Row row = row(i + 1, lines.get(i));
            charts.computeIfAbsent(row.chart(), _ -> new ArrayList<>()).add(row);
        }
        Map<String, String> drawings = new TreeMap<>();
        charts.forEach((title, rows) ->
                drawings.put(ChartSvg.slug(title) + ".svg", ChartSvg.standalone(chart(title, rows), WIDTH)));
        return drawings;
    }

    private static BarChart chart(String title, List<Row> rows) {
        Map<String, List<Bar>> groups = new LinkedHashMap<>();
        rows.forEach(row ->
                groups.computeIfAbsent(row.label(), _ -> new ArrayList<>()).add(new Bar(row.series(), row.value())));
        String unit = rows.getFirst().unit();
        String better = unit.endsWith("/s") ? "more is better" : "less is better";
        return new BarChart(
                title,
                unit + "; " + better,
                groups.entrySet().stream()
                        .map(each -> new Group(each.getKey(), each.getKey().equals("Freshet"), each.getValue()))
                        .toList());
    }

    private static Row row(int number, String line) {
        List<String> fields = fields(line);
        try {
            if (fields.size() == COLUMNS) {
                double value = Double.parseDouble(fields.get(3));
                return new Row(fields.get(0), fields.get(1), fields.get(2), value, fields.get(4));
            }
        } catch (NumberFormatException _) {
            // said below, with the other ways to be wrong
        }
        throw new IllegalArgumentException(
                "line " + number + ": " + line + " (expected: chart,series,label,value,unit)");
    }

    /** The fields of one line. */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        Matcher matcher = FIELD.matcher(line);
        while (matcher.find()) {
            fields.add(
                    matcher.group(1) == null
                            ? matcher.group(2)
                            : matcher.group(1).replace("\"\"", "\""));
            if (matcher.group(3).isEmpty()) {
                break;
            }
        }
        return fields;
    }
}

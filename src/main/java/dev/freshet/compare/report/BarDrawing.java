package dev.freshet.compare.report;

import dev.freshet.compare.report.BarChart.Bar;
import dev.freshet.compare.report.BarChart.Group;
import java.util.List;

/** Draws bars: labels on the left, each value at the end of its bar. Confined to whoever draws. */
final class BarDrawing {
    private static final double SPACE = 8;
    private static final double LABELS_MOST = 0.45;
    private static final double GROUP_GAP = 11;
    private static final double BAR_GAP = 2;
    private static final double LONE_BAR = 18;
    private static final double BAR = 14;
    private static final double BASELINE = 4.2;
    private static final double LEAST_BAR = 1;

    private final BarChart chart;
    private final Canvas canvas;
    private final List<String> series;
    private final double left;
    private final double room;
    private final double thickness;
    private final boolean anyEmphasised;

    BarDrawing(BarChart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        series = chart.series();
        double labels = chart.groups().stream()
                .mapToDouble(group -> Canvas.length(group.label()) * (group.emphasised() ? 1.06 : 1))
                .max()
                .orElse(0);
        left = Math.min(labels, canvas.width() * LABELS_MOST) + SPACE;
        room = canvas.width() - left - SPACE - Canvas.length(Figures.number(chart.highest()));
        thickness = chart.grouped() ? BAR : LONE_BAR;
        anyEmphasised = chart.groups().stream().anyMatch(Group::emphasised);
    }

    void draw() {
        double top = canvas.head(chart, chart.grouped() ? series : List.of(), false);
        double y = top;
        for (Group group : chart.groups()) {
            y = draw(group, y) + GROUP_GAP;
        }
        double bottom = y - GROUP_GAP;
        canvas.line(left, top - 4, left, bottom + 4, "axis");
        canvas.reach(bottom + SPACE);
    }

    /** Returns where the group ends. */
    private double draw(Group group, double top) {
        double height = group.bars().size() * (thickness + BAR_GAP) - BAR_GAP;
        canvas.fitted(
                group.label(),
                left - SPACE,
                top + height / 2 + BASELINE,
                left - SPACE,
                group.emphasised() ? "strong" : "label");
        double y = top;
        for (Bar bar : group.bars()) {
            draw(bar, y, group.emphasised());
            y += thickness + BAR_GAP;
        }
        return top + height;
    }

    private void draw(Bar bar, double y, boolean emphasised) {
        double length = chart.highest() > 0 ? bar.value() / chart.highest() * room : 0;
        String look = "bar " + ChartStyle.series(series.indexOf(bar.series()));
        canvas.bar(
                left, y, Math.max(LEAST_BAR, length), thickness, anyEmphasised && !emphasised ? look + " quiet" : look);
        canvas.words(
                Figures.number(bar.value()),
                left + length + SPACE / 2 + 1,
                y + thickness / 2 + BASELINE,
                emphasised ? "strong" : "value",
                "start");
    }
}

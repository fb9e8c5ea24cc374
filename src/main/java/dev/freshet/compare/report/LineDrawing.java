package dev.freshet.compare.report;

import dev.freshet.compare.report.LineChart.Line;
import dev.freshet.compare.report.LineChart.Point;
import dev.freshet.compare.report.Scale.Tick;
import java.util.List;
import java.util.stream.Collectors;

/** Draws lines: a grid for the upward axis, ticks below, captions beside both. Confined to whoever draws. */
final class LineDrawing {
    private static final double HEIGHT = 190;
    private static final double RIGHT = 14;
    private static final double SPACE = 8;
    private static final double BASELINE = 4.2;
    private static final double TICK = 4;
    private static final double BELOW = 40;
    private static final double TICKS_APART = 6;

    private final LineChart chart;
    private final Canvas canvas;
    private final List<Tick> up;
    private final double left;
    private final double width;

    LineDrawing(LineChart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        up = chart.up().scale().ticks();
        left = up.stream()
                        .mapToDouble(tick -> Canvas.length(tick.label()))
                        .max()
                        .orElse(0)
                + SPACE;
        width = canvas.width() - left - RIGHT;
    }

    void draw() {
        double head = canvas.head(chart, chart.lines().stream().map(Line::name).toList(), true);
        canvas.words(chart.up().caption(), 0, head + BASELINE, "caption", "start");
        double top = head + 2 * SPACE;
        drawUp(top);
        drawAcross(top + HEIGHT);
        for (int i = 0; i < chart.lines().size(); i++) {
            String look = "line " + ChartStyle.series(i);
            chart.lines().get(i).stretches().forEach(each -> canvas.path(points(each, top), look));
        }
        canvas.reach(top + HEIGHT + BELOW);
    }

    private void drawUp(double top) {
        for (Tick tick : up) {
            double y = y(tick.value(), top);
            canvas.line(left, y, left + width, y, "grid");
            canvas.words(tick.label(), left - SPACE / 2, y + BASELINE, "tick", "end");
        }
    }

    /** A label that would touch the one before is left out. */
    private void drawAcross(double y) {
        canvas.line(left, y, left + width, y, "axis");
        double free = Double.NEGATIVE_INFINITY;
        for (Tick tick : chart.across().scale().ticks()) {
            double x = x(tick.value());
            double half = Canvas.length(tick.label()) / 2;
            canvas.line(x, y, x, y + TICK, "axis");
            double middle = Math.min(x, canvas.width() - half);
            if (middle - half >= free) {
                canvas.words(tick.label(), middle, y + TICK + 13, "tick", "middle");
                free = middle + half + TICKS_APART;
            }
        }
        canvas.words(chart.across().caption(), left + width, y + BELOW - SPACE, "caption", "end");
    }

    private String points(List<Point> points, double top) {
        return points.stream()
                .map(each -> Canvas.number(x(each.across())) + "," + Canvas.number(y(each.up(), top)))
                .collect(Collectors.joining(" "));
    }

    private double x(double value) {
        return left + chart.across().scale().position(value) * width;
    }

    private double y(double value, double top) {
        return top + (1 - chart.up().scale().position(value)) * HEIGHT;
    }
}

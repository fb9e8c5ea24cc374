package dev.freshet.compare.report;

import java.util.Locale;

/** A chart as SVG. Thread-safe: stateless. */
public final class ChartSvg {
    private ChartSvg() {}

    /** An element for a page that has {@link ChartStyle#CSS}; {@code width} is in the drawing's own units, which scale. */
    static String inline(Chart chart, int width) {
        Canvas canvas = drawn(chart, width);
        return svg(chart, canvas, false);
    }

    /** A file of its own: with its style, and a size that it is meant to be seen at, in pixels. */
    public static String standalone(Chart chart, int width) {
        Canvas canvas = drawn(chart, width);
        return svg(chart, canvas, true);
    }

    /** A name for files and references: small letters, digits and hyphens. */
    public static String slug(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static Canvas drawn(Chart chart, int width) {
        Canvas canvas = new Canvas(width);
        switch (chart) {
            case BarChart bars -> new BarDrawing(bars, canvas).draw();
            case LineChart lines -> new LineDrawing(lines, canvas).draw();
        }
        return canvas;
    }

    private static String svg(Chart chart, Canvas canvas, boolean alone) {
        String box = "0 0 " + canvas.width() + " " + canvas.height();
        String id = "chart-" + slug(chart.title()) + "-" + canvas.width();
        String named = id + "-title " + id + "-description";
        Markup svg = new Markup();
        if (alone) {
            svg.open(
                    "svg",
                    "xmlns",
                    "http://www.w3.org/2000/svg",
                    "viewBox",
                    box,
                    "width",
                    Integer.toString(canvas.width()),
                    "height",
                    Integer.toString(canvas.height()),
                    "class",
                    "chart",
                    "role",
                    "img",
                    "aria-labelledby",
                    named);
        } else {
            svg.open("svg", "viewBox", box, "class", "chart", "role", "img", "aria-labelledby", named);
        }
        svg.made("\n");
        svg.element("title", chart.title(), "id", id + "-title");
        svg.element("desc", chart.description(), "id", id + "-description");
        if (alone) {
            svg.open("style").made("\n" + ChartStyle.CSS).close("style");
        }
        return svg.made(canvas.markup()).close("svg").toString();
    }
}

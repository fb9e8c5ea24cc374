package dev.freshet.compare.report;

import java.util.Locale;

/**
 * What a drawing is made of: a head, then bars, lines and words at places counted from the top left corner. Grows downwards.
 * Confined to whoever draws.
 */
final class Canvas {
    /** What words take, on average, per character of 12 px; wide enough for digits and most letters. */
    private static final double CHARACTER = 7.2;

    private static final double ROUNDING = 0.01;
    private static final double LEGEND_KEY = 16;
    private static final double LEGEND_GAP = 18;

    private final Markup markup = new Markup();
    private final int width;
    private double height;

    Canvas(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    int height() {
        return (int) Math.ceil(height);
    }

    String markup() {
        return markup.toString();
    }

    /** The drawing reaches at least that far down. */
    void reach(double y) {
        height = Math.max(height, y);
    }

    /** Title, note and, where there is more than one series, what each looks like; returns where the rest begins. */
    double head(Chart chart, java.util.List<String> series, boolean lines) {
        words(chart.title(), 0, 16, "title", "start");
        words(chart.note(), 0, 34, "note", "start");
        if (series.size() < 2) {
            return 48;
        }
        double x = 0;
        for (int i = 0; i < series.size(); i++) {
            String look = ChartStyle.series(i);
            if (lines) {
                line(x, 50, x + LEGEND_KEY, 50, "line " + look);
            } else {
                bar(x + 3, 45, LEGEND_KEY - 6, 10, "bar " + look);
            }
            words(series.get(i), x + LEGEND_KEY + 6, 54, "key", "start");
            x += LEGEND_KEY + 6 + length(series.get(i)) + LEGEND_GAP;
        }
        return 72;
    }

    /** How much room words of 12 px take, about. */
    static double length(String words) {
        return words.length() * CHARACTER;
    }

    /** Words on a baseline; {@code anchor}: start, middle or end. */
    void words(String words, double x, double y, String look, String anchor) {
        markup.element("text", words, "x", number(x), "y", number(y), "class", look, "text-anchor", anchor);
    }

    /** As many words as fit; the rest is an ellipsis, and all of it is the tooltip. */
    void fitted(String words, double x, double y, double room, String look) {
        int most = Math.max(1, (int) (room / CHARACTER + ROUNDING));
        if (words.length() <= most) {
            words(words, x, y, look, "end");
            return;
        }
        markup.open("text", "x", number(x), "y", number(y), "class", look, "text-anchor", "end");
        markup.element("title", words);
        markup.text(words.substring(0, most - 1).strip() + "…").close("text");
    }

    void bar(double x, double y, double width, double height, String look) {
        markup.empty(
                "rect",
                "x",
                number(x),
                "y",
                number(y),
                "width",
                number(width),
                "height",
                number(height),
                "rx",
                "1.5",
                "class",
                look);
    }

    void line(double x1, double y1, double x2, double y2, String look) {
        markup.empty("line", "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2), "class", look);
    }

    /** A line through points, given as {@code x,y} pairs with {@link #number}. */
    void path(String points, String look) {
        markup.empty("polyline", "points", points, "class", look);
    }

    /** A coordinate: one digit behind the point. */
    static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate).replace(".0", "");
    }
}

package dev.freshet.compare.report;

import java.util.List;

/**
 * Lines over two axes. Immutable.
 *
 * @param description says in words what the lines do
 */
public record LineChart(String title, String note, String description, Axis across, Axis up, List<Line> lines)
        implements Chart {

    /**
     * One axis. Immutable.
     *
     * @param caption what it counts, with the unit
     */
    public record Axis(String caption, Scale scale) {}

    /**
     * One line. Immutable.
     *
     * @param stretches each drawn without a break; between two of them the line is interrupted
     */
    public record Line(String name, List<List<Point>> stretches) {

        /** Copies the lists. */
        public Line {
            stretches = stretches.stream().map(List::copyOf).toList();
        }
    }

    /** A point in the units of the axes. Immutable. */
    public record Point(double across, double up) {}

    /** Copies the list. */
    public LineChart {
        lines = List.copyOf(lines);
    }
}

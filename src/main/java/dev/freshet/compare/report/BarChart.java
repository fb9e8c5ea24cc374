package dev.freshet.compare.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Horizontal bars in groups, from zero. Immutable.
 *
 * @param groups from top to bottom
 */
public record BarChart(String title, String note, List<Group> groups) implements Chart {

    /**
     * Bars that stand together. Immutable.
     *
     * @param emphasised drawn stronger than the others; none emphasised: all are drawn alike
     */
    public record Group(String label, boolean emphasised, List<Bar> bars) {

        /** Copies the list. */
        public Group {
            bars = List.copyOf(bars);
        }
    }

    /**
     * One bar. Immutable.
     *
     * @param series bars of the same series look alike in every group
     * @param value zero or more, and finite
     */
    public record Bar(String series, double value) {

        /** Refuses what cannot be drawn. */
        public Bar {
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException(series + ": " + value + " (expected: a number from 0)");
            }
        }
    }

    /** Copies the list. */
    public BarChart {
        groups = List.copyOf(groups);
    }

    /** Every series, in the order of its first bar. */
    List<String> series() {
        return groups.stream()
                .flatMap(group -> group.bars().stream())
                .map(Bar::series)
                .distinct()
                .toList();
    }

    /** Whether a group has more than one bar, so that a label does not tell which is which. */
    boolean grouped() {
        return groups.stream().anyMatch(group -> group.bars().size() > 1);
    }

    /** The highest value; 0 without a bar. */
    double highest() {
        return groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(Bar::value)
                .max()
                .orElse(0);
    }

    @Override
    public String description() {
        return groups.stream()
                .flatMap(group -> group.bars().stream()
                        .map(bar -> group.label() + (grouped() ? ", " + bar.series() : "") + ": "
                                + Figures.number(bar.value())))
                .collect(Collectors.joining("; "));
    }
}

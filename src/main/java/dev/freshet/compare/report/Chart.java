package dev.freshet.compare.report;

/** What a drawing shows, without where anything lies. Immutable. */
public sealed interface Chart permits BarChart, LineChart {
    /** Above the drawing, and its name for who cannot see it. */
    String title();

    /** Below the title: the unit, and which direction is better. */
    String note();

    /** The drawing in words: what a reader would take from it. */
    String description();
}

package dev.freshet.compare.report;

/**
 * How drawings look, in light and in dark. Colours are written out and not as variables, which some programs that show an
 * SVG do not know. Series differ in more than colour: lines in their dashes, bars in their order. Immutable.
 */
final class ChartStyle {
    /** How many series can be told apart. */
    static final int SERIES = 4;

    /** The rules, for the page's style sheet or a drawing's own. */
    static final String CSS = """
            .chart { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            .chart text { font-size: 12px; fill: #4b5563; font-variant-numeric: tabular-nums; }
            .chart .title { font-size: 14px; font-weight: 600; fill: #111827; }
            .chart .strong { font-weight: 600; fill: #111827; }
            .chart .value { fill: #1f2937; }
            .chart .grid { stroke: #6b7280; stroke-opacity: .22; stroke-width: 1; }
            .chart .axis { stroke: #6b7280; stroke-opacity: .6; stroke-width: 1; }
            .chart .bar.s0 { fill: #0f766e; }
            .chart .bar.s1 { fill: #b7791f; }
            .chart .bar.s2 { fill: #5b6b9a; }
            .chart .bar.s3 { fill: #8a919c; }
            .chart .quiet { fill-opacity: .5; }
            .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
            .chart .line.s0 { stroke: #0f766e; }
            .chart .line.s1 { stroke: #b7791f; stroke-dasharray: 6 4; }
            .chart .line.s2 { stroke: #5b6b9a; stroke-dasharray: 2 4; }
            .chart .line.s3 { stroke: #8a919c; stroke-dasharray: 10 4 2 4; }
            @media (prefers-color-scheme: dark) {
              .chart text { fill: #a3adba; }
              .chart .title, .chart .strong { fill: #f0f3f6; }
              .chart .value { fill: #d6dde5; }
              .chart .bar.s0 { fill: #35b8ab; }
              .chart .bar.s1 { fill: #dba544; }
              .chart .bar.s2 { fill: #93a2d2; }
              .chart .bar.s3 { fill: #747d8a; }
              .chart .line.s0 { stroke: #35b8ab; }
              .chart .line.s1 { stroke: #dba544; }
              .chart .line.s2 { stroke: #93a2d2; }
              .chart .line.s3 { stroke: #747d8a; }
            }
            """;

    private ChartStyle() {}

    /** The class of a series by its place among the others; a fifth looks like the first. */
    static String series(int place) {
        return "s" + place % SERIES;
    }
}

package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.Measurement;
import dev.freshet.compare.Measurement.Round;
import dev.freshet.compare.report.BarChart.Bar;
import dev.freshet.compare.report.BarChart.Group;
import dev.freshet.compare.report.LineChart.Axis;
import dev.freshet.compare.report.LineChart.Line;
import dev.freshet.compare.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The charts of a comparison: what there are no figures for is left out. Thread-safe: stateless. */
final class ComparisonCharts {
    private static final String FRONT = "front";
    private static final String ORIGIN = "origin";
    private static final int POINTS = 240;
    private static final int NINES_MOST = 5;

    private ComparisonCharts() {}

    /** In the order of the page. */
    static List<Chart> of(Comparison comparison) {
        List<Chart> charts = new ArrayList<>();
        charts.add(throughput(comparison));
        if (Stream.of(comparison.front(), comparison.origin()).anyMatch(ComparisonCharts::timed)) {
            charts.add(latency(comparison));
        }
        charts.add(seconds(comparison) > 0 ? bySecond(comparison) : byRound(comparison));
        return List.copyOf(charts);
    }

    private static Chart throughput(Comparison comparison) {
        return new BarChart(
                "Requests per second",
                "Median of the rounds; more is better",
                List.of(
                        group(FRONT, comparison.front().requestsPerSecond()),
                        group(ORIGIN, comparison.origin().requestsPerSecond())));
    }

    private static Group group(String side, double value) {
        return new Group(side, false, List.of(new Bar(side, value)));
    }

    private static boolean timed(Measurement side) {
        return side.latencyMicros().getTotalCount() > 0;
    }

    private static Chart latency(Comparison comparison) {
        List<Measurement> sides = Stream.of(comparison.front(), comparison.origin())
                .filter(ComparisonCharts::timed)
                .toList();
        int nines = sides.stream()
                .mapToInt(each -> nines(each.latencyMicros()))
                .max()
                .orElse(1);
        double lowest = sides.stream()
                .mapToDouble(each -> (double) each.latencyMicros().getMinValue())
                .min()
                .orElse(1);
        double highest = sides.stream()
                .mapToDouble(each -> (double) each.latencyMicros().getMaxValue())
                .max()
                .orElse(1);
        return new LineChart(
                "Latency by percentile",
                "Less is better; both axes are logarithmic",
                "The table below has the same at 50, 90, 99 and 99.9 %.",
                new Axis("share of the answers", new Scale.Percentiles(nines)),
                new Axis("took at most", Scale.Logarithmic.around(Math.max(1, lowest), highest, Figures::micros)),
                sides.stream().map(each -> percentiles(each, nines)).toList());
    }

    /** Only as many nines as there are answers for: the last one stands for at least one answer. */
    private static int nines(Histogram latency) {
        return Math.clamp((int) Math.floor(Math.log10((double) latency.getTotalCount())), 1, NINES_MOST);
    }

    private static Line percentiles(Measurement side, int nines) {
        Scale.Percentiles scale = new Scale.Percentiles(nines);
        double end = (double) nines(side.latencyMicros()) / nines;
        List<Point> points = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(each -> scale.share(end * each / POINTS))
                .mapToObj(share -> new Point(share, micros(side.latencyMicros(), share)))
                .toList();
        return new Line(name(side), List.of(points));
    }

    private static double micros(Histogram latency, double share) {
        return (double) Math.max(1, latency.getValueAtPercentile(share * 100));
    }

    private static String name(Measurement side) {
        return switch (side.side()) {
            case FRONT -> FRONT;
            case ORIGIN -> ORIGIN;
        };
    }

    private static int seconds(Comparison comparison) {
        return Stream.of(comparison.front(), comparison.origin())
                .flatMap(side -> side.rounds().stream())
                .mapToInt(round -> round.answeredPerSecond().size())
                .max()
                .orElse(0);
    }

    private static Chart bySecond(Comparison comparison) {
        int length = seconds(comparison);
        double highest = Stream.of(comparison.front(), comparison.origin())
                .flatMap(side -> side.rounds().stream())
                .flatMap(round -> round.answeredPerSecond().stream())
                .mapToDouble(Long::doubleValue)
                .max()
                .orElse(1);
        int rounds = Math.max(
                comparison.front().rounds().size(), comparison.origin().rounds().size());
        return new LineChart(
                "Answers in each second",
                rounds == 1 ? "One round" : "The rounds one after the other; a line breaks where one ends",
                "The table of rounds below has what each round came to.",
                new Axis("seconds measured on each side", Scale.Linear.exactly((double) length * rounds)),
                new Axis("answers", Scale.Linear.upTo(highest)),
                List.of(seconds(comparison.front(), length), seconds(comparison.origin(), length)));
    }

    /** A second is a level piece of the line, as long as the second was. */
    private static Line seconds(Measurement side, int length) {
        List<List<Point>> stretches = new ArrayList<>();
        for (int round = 0; round < side.rounds().size(); round++) {
            List<Point> points = new ArrayList<>();
            List<Long> answered = side.rounds().get(round).answeredPerSecond();
            for (int second = 0; second < answered.size(); second++) {
                double begin = (double) round * length + second;
                double count = answered.get(second).doubleValue();
                points.add(new Point(begin, count));
                points.add(new Point(begin + 1, count));
            }
            stretches.add(points);
        }
        return new Line(name(side), stretches);
    }

    private static Chart byRound(Comparison comparison) {
        List<Round> front = comparison.front().rounds();
        List<Round> origin = comparison.origin().rounds();
        List<Group> groups = IntStream.range(0, Math.max(front.size(), origin.size()))
                .mapToObj(each -> new Group("round " + (each + 1), false, bars(front, origin, each)))
                .toList();
        return new BarChart("Requests per second in each round", "More is better", groups);
    }

    private static List<Bar> bars(List<Round> front, List<Round> origin, int round) {
        return Stream.concat(bar(FRONT, front, round), bar(ORIGIN, origin, round))
                .toList();
    }

    private static Stream<Bar> bar(String name, List<Round> rounds, int round) {
        return round < rounds.size() ? Stream.of(new Bar(name, rounds.get(round).requestsPerSecond())) : Stream.empty();
    }
}

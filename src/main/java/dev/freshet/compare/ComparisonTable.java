package dev.freshet.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A comparison as text, for a terminal: one column for each side, one for the ratio. Immutable: it has no state. */
public final class ComparisonTable {
    private static final double TRUSTED_SHARE = 0.99;
    private static final String NONE = "-";

    private ComparisonTable() {}

    /** Whether the figures of both sides stand for something: at least 99 of 100 requests got a complete 2xx answer. */
    public static boolean trusted(Comparison comparison) {
        return trusted(comparison.front()) && trusted(comparison.origin());
    }

    private static boolean trusted(Measurement of) {
        long good = of.answered();
        return good > 0 && good >= TRUSTED_SHARE * (good + of.failed() + of.refused());
    }

    /** The whole table with what belongs under it; ends with a line break. */
    public static String text(Comparison of) {
        StringBuilder text = new StringBuilder(2048);
        text.append("front   ").append(where(of.front()));
        text.append("origin  ").append(where(of.origin()));
        text.append("load    ")
                .append(load(of.load()))
                .append("; by ")
                .append(of.engine())
                .append("\n\n");
        lines(of).forEach(line -> text.append(line).append('\n'));
        text.append('\n').append(agreement(of)).append('\n');
        if (!trusted(of)) {
            text.append("NO RATIO: too many requests got no complete 2xx answer.\n");
        }
        of.remarks().forEach(each -> text.append("* ").append(each).append('\n'));
        return text.toString();
    }

    private static String where(Measurement of) {
        return of.url() + " at " + of.address() + "\n";
    }

    private static String load(Load load) {
        String rate = load.ratePerSecond() == null
                ? ""
                : String.format(Locale.ROOT, ", %,d requests/s", load.ratePerSecond());
        String streams = load.streams() == 1 ? "" : String.format(Locale.ROOT, " x %,d streams", load.streams());
        return String.format(
                Locale.ROOT,
                "%s, %,d connections%s%s, %d x %s each",
                load.protocol().alpn(),
                load.connections(),
                streams,
                rate,
                load.rounds(),
                String.format(Locale.ROOT, "%.3gs", load.roundLength().toMillis() / 1000.0));
    }

    private static List<String> lines(Comparison of) {
        List<String> lines = new ArrayList<>();
        lines.add(line("", "front", "origin", "front : origin"));
        boolean trusted = trusted(of);
        lines.add(line(
                "requests/s",
                String.format(Locale.ROOT, "%,.0f", of.front().requestsPerSecond()),
                String.format(Locale.ROOT, "%,.0f", of.origin().requestsPerSecond()),
                trusted ? ratio(of.ratio()) : NONE));
        lines.add(percentile(of, "latency p50", 50));
        lines.add(percentile(of, "latency p90", 90));
        lines.add(percentile(of, "latency p99", 99));
        lines.add(percentile(of, "latency p99.9", 99.9));
        lines.add(row(
                of, "MB/s on the wire", each -> String.format(Locale.ROOT, "%,.1f", each.wireBytesPerSecond() / 1e6)));
        lines.add(row(of, "errors", each -> String.format(Locale.ROOT, "%,d", each.failed())));
        lines.add(row(of, "not 2xx", each -> String.format(Locale.ROOT, "%,d", each.refused())));
        lines.add(row(of, "highest Age", ComparisonTable::age));
        lines.add(row(of, "marked stale", each -> known(each.staleness().markedStale())));
        lines.add(row(of, "origin requests", each -> known(each.originRequests())));
        return lines;
    }

    private static String percentile(Comparison of, String name, double percentile) {
        double front = of.front().latencyMicros().getValueAtPercentile(percentile);
        double origin = of.origin().latencyMicros().getValueAtPercentile(percentile);
        boolean both = trusted(of) && front > 0 && origin > 0;
        return line(
                name, latency(of.front(), front), latency(of.origin(), origin), both ? ratio(front / origin) : NONE);
    }

    private static String latency(Measurement of, double micros) {
        if (of.latencyMicros().getTotalCount() == 0) {
            return NONE;
        }
        return micros < 1000
                ? String.format(Locale.ROOT, "%.0f us", micros)
                : String.format(Locale.ROOT, "%,.2f ms", micros / 1000);
    }

    private static String row(Comparison of, String name, Function<Measurement, String> value) {
        return line(name, value.apply(of.front()), value.apply(of.origin()), "");
    }

    private static String age(Measurement of) {
        Long seconds = of.staleness().maxAgeSeconds();
        return seconds == null ? NONE : seconds + " s";
    }

    private static String known(@Nullable Long count) {
        return count == null ? "unknown" : String.format(Locale.ROOT, "%,d", count);
    }

    private static String agreement(Comparison of) {
        return switch (of.agreement()) {
            case SAME -> "Both sides gave the same bytes.";
            case SAME_AFTER_A_CHANGE ->
                "Both sides gave the same bytes: the payload changed meanwhile, and the front gave what the origin had"
                        + " given.";
            case NOT_COMPARED ->
                "The bytes were NOT COMPARED: a side gave no complete 2xx answer when it was asked besides the load.";
            case DIFFERENT ->
                "DIFFERENT BYTES: the front gave what the origin did not give. The figures compare two things.";
        };
    }

    private static String ratio(double ratio) {
        return ratio >= 10 ? String.format(Locale.ROOT, "%,.0f", ratio) : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String line(String name, String front, String origin, String ratio) {
        return String.format(Locale.ROOT, "%-17s %15s %15s %15s", name, front, origin, ratio)
                .stripTrailing();
    }
}

package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.Comparison.Agreement;
import dev.freshet.compare.ComparisonTable;
import dev.freshet.compare.Load;
import dev.freshet.compare.Measurement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison says in a few words, and what must be said beside it. Immutable.
 *
 * @param claim the first line, without a full stop
 * @param basis what the claim rests on, one sentence
 * @param cautions what else a reader must know before quoting it, one sentence each; the comparison's remarks are not among
 *     them
 */
public record Headline(String claim, String basis, List<String> cautions) {
    private static final double ABOUT_ONE_LOW = 0.95;
    private static final double ABOUT_ONE_HIGH = 1.05;
    private static final double P99 = 99;

    /** Copies the list. */
    public Headline {
        cautions = List.copyOf(cautions);
    }

    /** The headline of one comparison. */
    public static Headline of(Comparison comparison) {
        return new Headline(claim(comparison), basis(comparison), cautions(comparison));
    }

    private static String claim(Comparison comparison) {
        boolean front = comparison.front().answered() > 0;
        boolean origin = comparison.origin().answered() > 0;
        if (!front || !origin) {
            String who = front ? "the origin gave no" : origin ? "the front gave no" : "neither side gave a";
            return "No comparison: " + who + " complete 2xx answer";
        }
        if (!ComparisonTable.trusted(comparison)) {
            return "No ratio: too many requests got no complete 2xx answer";
        }
        Integer rate = comparison.load().ratePerSecond();
        return rate == null
                ? ratio(comparison.ratio())
                : "At " + Figures.count(rate) + " requests per second, 99 % of the answers took at most "
                        + p99(comparison.front()) + " from the front and " + p99(comparison.origin())
                        + " from the origin";
    }

    private static String ratio(double ratio) {
        if (ratio > ABOUT_ONE_LOW && ratio < ABOUT_ONE_HIGH) {
            return "About as many requests per second as the origin";
        }
        String times = Figures.ratio(ratio) + " times the requests per second";
        return ratio < 1 ? times + ": the front is the slower one" : times;
    }

    private static String p99(Measurement side) {
        return side.latencyMicros().getTotalCount() == 0
                ? "an unknown time"
                : Figures.micros((double) side.latencyMicros().getValueAtPercentile(P99));
    }

    private static String basis(Comparison comparison) {
        Load load = comparison.load();
        String median = load.rounds() == 1 ? "one round of " : "the median of " + load.rounds() + " rounds of ";
        return "The front answered " + Figures.count(comparison.front().requestsPerSecond())
                + " requests per second, the origin "
                + Figures.count(comparison.origin().requestsPerSecond())
                + ", as " + median + seconds(load) + " on each side.";
    }

    private static String seconds(Load load) {
        return Figures.number(load.roundLength().toMillis() / 1e3) + " s";
    }

    private static List<String> cautions(Comparison comparison) {
        List<String> cautions = new ArrayList<>();
        if (comparison.agreement() == Agreement.DIFFERENT) {
            cautions.add("The two sides gave different bytes: these are the figures of two different answers.");
        }
        if (comparison.agreement() == Agreement.NOT_COMPARED) {
            cautions.add("Whether the two sides give the same bytes could not be seen: one did not answer.");
        }
        return cautions;
    }
}

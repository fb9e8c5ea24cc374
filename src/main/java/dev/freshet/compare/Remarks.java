package dev.freshet.compare;

import dev.freshet.compare.Measurement.Round;
import dev.freshet.config.Protocol;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** What a reader must know before quoting the figures. Immutable: it has no state. */
final class Remarks {
    private static final double CLIENT_AT_ITS_LIMIT = 0.85;
    private static final double ROUNDS_DIFFER = 0.15;
    private static final double KEPT_UP = 0.99;
    private static final int FEW_CORES = 8;
    private static final int ENOUGH_TO_WARM_UP_MILLIS = 1_000;

    private Remarks() {}

    /** One sentence each; {@code cores}: of the machine the client ran on. */
    static List<String> of(Load load, Measurement front, Measurement origin, int cores) {
        List<String> remarks = new ArrayList<>();
        schemes(remarks, front.url().getScheme(), origin.url().getScheme());
        warmUp(remarks, load);
        for (Measurement each : List.of(front, origin)) {
            client(remarks, each);
            standstill(remarks, each);
            rounds(remarks, each);
            failures(remarks, each);
            rate(remarks, load, each);
        }
        if (cores <= FEW_CORES && (isLocal(front) || isLocal(origin))) {
            remarks.add("The client shared " + cores + (cores == 1 ? " core" : " cores")
                    + " with what it measured: what it used, the server lacked.");
        }
        if (load.protocol() == Protocol.HTTP_2) {
            overHttp1(remarks, load, front);
            overHttp1(remarks, load, origin);
        }
        return remarks;
    }

    private static void schemes(List<String> remarks, String front, String origin) {
        if (!front.equalsIgnoreCase(origin)) {
            remarks.add("The front was asked over " + front + ", the origin over " + origin
                    + ": this is what a client would gain, not what two servers do under equal terms.");
        }
    }

    private static void warmUp(List<String> remarks, Load load) {
        if (load.warmUp().toMillis() < ENOUGH_TO_WARM_UP_MILLIS) {
            remarks.add(
                    "The sides were warmed up for " + load.warmUp().toMillis()
                            + " ms only (--warm-up): a server that compiles as it runs, as one in Java does, is measured while it does.");
        }
    }

    private static void client(List<String> remarks, Measurement of) {
        double most = of.rounds().stream().mapToDouble(Round::clientCpu).max().orElse(0);
        if (most >= CLIENT_AT_ITS_LIMIT) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The client was at its limit asking the %s (%.0f %% of its threads' time): the %s may answer more"
                            + " than it was asked.",
                    of.side().label(),
                    most * 100,
                    of.side().label()));
        }
    }

    private static void standstill(List<String> remarks, Measurement of) {
        double longest =
                of.rounds().stream().mapToDouble(Round::standstillSeconds).max().orElse(0);
        if (longest > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The client itself stood still for %.1f s while it asked the %s: that is in the figures, and is not the"
                            + " %s's doing.",
                    longest,
                    of.side().label(),
                    of.side().label()));
        }
    }

    private static void rounds(List<String> remarks, Measurement of) {
        DoubleSummaryStatistics all =
                of.rounds().stream().mapToDouble(Round::requestsPerSecond).summaryStatistics();
        if (all.getMax() - all.getMin() > ROUNDS_DIFFER * of.requestsPerSecond()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The rounds of the %s differ by more than %.0f %%: from %,.0f to %,.0f requests/s.",
                    of.side().label(),
                    ROUNDS_DIFFER * 100,
                    all.getMin(),
                    all.getMax()));
        }
    }

    private static void failures(List<String> remarks, Measurement of) {
        of.errors()
                .forEach((reason, count) -> remarks.add(String.format(
                        Locale.ROOT,
                        "%s: %,d without a complete answer: %s.",
                        capital(of.side().label()),
                        count,
                        reason)));
        of.otherStatuses()
                .forEach((status, count) -> remarks.add(String.format(
                        Locale.ROOT,
                        "%s: %,d answered with status %d.",
                        capital(of.side().label()),
                        count,
                        status)));
    }

    private static void rate(List<String> remarks, Load load, Measurement of) {
        Integer rate = load.ratePerSecond();
        if (rate != null && of.requestsPerSecond() < KEPT_UP * rate) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The %s did not keep up with %,d requests/s: it answered %,.0f.",
                    of.side().label(),
                    rate,
                    of.requestsPerSecond()));
        }
    }

    private static void overHttp1(List<String> remarks, Load load, Measurement of) {
        if (!"https".equalsIgnoreCase(of.url().getScheme())) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The %s was asked over HTTP/1.1, its URL being without TLS: %,d requests at once, not %,d.",
                    of.side().label(),
                    load.connections(),
                    load.connections() * load.streams()));
        }
    }

    private static boolean isLocal(Measurement of) {
        return of.address().startsWith("127.") || of.address().startsWith("[0:0:0:0:0:0:0:1]");
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}

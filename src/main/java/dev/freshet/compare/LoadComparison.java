package dev.freshet.compare;

import dev.freshet.observe.Clock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the same load on both sides, in rounds that take turns in who goes first, since what else a machine does changes from
 * minute to minute. Confined to one thread.
 */
public final class LoadComparison {
    private final Client client;
    private final LoadEngine engine;
    private final Load load;
    private final OriginCounter counter;
    private final Consumer<String> progress;

    /**
     * Does nothing yet.
     *
     * @param client for what is asked besides the load; stays the caller's, as do the others
     * @param progress gets a few words each time something begins
     */
    public LoadComparison(
            Client client, LoadEngine engine, Load load, OriginCounter counter, Consumer<String> progress) {
        this.client = client;
        this.engine = engine;
        this.load = load;
        this.counter = counter;
        this.progress = progress;
    }

    /**
     * Probes, warms up and measures.
     *
     * @throws ComparisonProblemException there is nothing to compare; said before any load is made
     */
    public Comparison run(URI frontUrl, URI originUrl) throws ComparisonProblemException, InterruptedException {
        progress.accept("probing both sides");
        Instant startedAt = Instant.ofEpochMilli(client.clock().epochMillis());
        Target front = Probe.resolved(Side.FRONT, frontUrl, client.timeout());
        Target origin = Probe.resolved(Side.ORIGIN, originUrl, client.timeout());
        Probe.requireTwo(front, origin);
        Probe probe = new Probe(client, load);
        Fetched frontAnswer = probe.requireAnswer(front);
        Fetched originAnswer = probe.requireAnswer(origin);
        Clock clock = client.clock();
        Agreeing agreeing = new Agreeing(new Asker(client, load), clock, front, origin);
        agreeing.look();
        Gathering ofFront = new Gathering(front);
        Gathering ofOrigin = new Gathering(origin);
        measure(ofFront, ofOrigin);
        progress.accept("comparing the bytes again");
        agreeing.look();
        Measurement fronts = ofFront.measurement();
        Measurement origins = ofOrigin.measurement();
        int cores = Runtime.getRuntime().availableProcessors();
        List<String> remarks = new ArrayList<>(Remarks.of(load, fronts, origins, cores));
        codings(remarks, frontAnswer, originAnswer);
        return new Comparison(
                load.withoutSecrets(),
                engine.name(),
                fronts,
                origins,
                agreeing.agreement(),
                remarks,
                machine(cores),
                startedAt);
    }

    private void measure(Gathering front, Gathering origin) throws ComparisonProblemException, InterruptedException {
        if (load.warmUp().isPositive()) {
            warmUp(front.target());
            warmUp(origin.target());
        }
        for (int round = 1; round <= load.rounds(); round++) {
            boolean frontFirst = round % 2 == 1;
            round(frontFirst ? front : origin, round);
            round(frontFirst ? origin : front, round);
        }
    }

    private void warmUp(Target target) throws ComparisonProblemException, InterruptedException {
        progress.accept("warming up: " + target.side().label() + ", " + seconds(load.warmUp()));
        engine.measure(target, load, load.warmUp());
    }

    private void round(Gathering side, int number) throws ComparisonProblemException, InterruptedException {
        Target target = side.target();
        progress.accept("round " + number + " of " + load.rounds() + ": "
                + target.side().label() + ", " + seconds(load.roundLength()));
        Long before = counter.requests();
        Sample sample = engine.measure(target, load, load.roundLength());
        Long after = counter.requests();
        side.add(sample, before == null || after == null ? null : toOrigin(target, sample, after - before));
    }

    private @Nullable Long toOrigin(Target target, Sample sample, long counted) {
        boolean uncounted = target.side() == Side.ORIGIN && !counter.countsDirect();
        return uncounted ? counted + Gathering.answers(sample) : counted;
    }

    private static void codings(List<String> remarks, Fetched front, Fetched origin) {
        String ofFront = coding(front);
        String ofOrigin = coding(origin);
        if (!ofFront.equals(ofOrigin)) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The sides answer in different content codings: the front in %s (%,d bytes), the origin in %s (%,d"
                            + " bytes).",
                    ofFront,
                    front.bytes(),
                    ofOrigin,
                    origin.bytes()));
        }
    }

    private static String coding(Fetched answer) {
        return answer.coding() == null ? "identity" : answer.coding().toLowerCase(Locale.ROOT);
    }

    private static String seconds(Duration length) {
        return length.toMillis() % 1000 == 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
    }

    private static String machine(int cores) {
        return cores + (cores == 1 ? " core, " : " cores, ") + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", Java "
                + Runtime.version();
    }
}

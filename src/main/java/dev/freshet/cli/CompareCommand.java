package dev.freshet.cli;

import dev.freshet.compare.Client;
import dev.freshet.compare.Comparison;
import dev.freshet.compare.ComparisonProblemException;
import dev.freshet.compare.ComparisonTable;
import dev.freshet.compare.DemoCounter;
import dev.freshet.compare.EmbeddedEngine;
import dev.freshet.compare.FrontCounter;
import dev.freshet.compare.Load;
import dev.freshet.compare.LoadComparison;
import dev.freshet.compare.LoadEngine;
import dev.freshet.compare.OriginCounter;
import dev.freshet.observe.SystemClock;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the front beside the direct origin. Confined to the main thread. */
@Command(
        name = "compare",
        description = {
            "Puts the same load on a front and on its origin, in turns, and prints what each answered: requests per"
                    + " second, latencies, bytes, errors, and whether both gave the same.",
            "Without --front and --origin it starts the demo in a process of its own and measures that."
        },
        exitCodeList = {
            "0:measured",
            "1:a side cannot be measured, or fewer than 99 of 100 requests got a complete 2xx answer",
            "2:the input was wrong",
            "130, 143:interrupted by Ctrl-C, by SIGTERM"
        })
final class CompareCommand implements Callable<Integer> {
    private static final Duration DEMO_DELAY = Duration.ofMillis(10);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--front", paramLabel = "URL", description = "What is in front: Freshet, as a rule.")
    private @Nullable String front;

    @Option(names = "--origin", paramLabel = "URL", description = "The server that would answer without it.")
    private @Nullable String origin;

    @Mixin
    private final LoadOptions loadOptions = new LoadOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description =
                    "The front's admin listener, such as http://127.0.0.1:9900: its metrics tell how many requests"
                            + " the origin got.")
    private @Nullable String admin;

    @Option(
            names = "--origin-delay",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long the demo's origin works for each answer, as an API does (default: 10ms).")
    private @Nullable Duration originDelay;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Give up an answer, or a connection, after that long (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Mixin
    private final EngineOptions engineOptions = new EngineOptions();

    @Mixin
    private final ResultOptions results = new ResultOptions();

    @Override
    public Integer call() throws CommandFailed, ComparisonProblemException, InterruptedException {
        Load load = loadOptions.load();
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0) {
            throw new CommandFailed(
                    ExitStatus.WRONG_INPUT, "--timeout: " + timeout.toMillis() + "ms (expected: 100ms or more)");
        }
        int threads = engineOptions.threads();
        URI metrics = admin == null ? null : HttpUrl.of("--admin", admin, "http://127.0.0.1:9900");
        DemoProcess.Pair pair = pair();
        if (pair != null && originDelay != null) {
            throw new CommandFailed(
                    ExitStatus.WRONG_INPUT,
                    "--origin-delay (expected: only for the demo, without --front and --origin)");
        }
        results.requireWritable();
        Comparison comparison;
        try (GracefulStop _ = GracefulStop.interrupting(err());
                LoadEngine tool = engineOptions.tool(load)) {
            comparison = pair == null ? ofDemo(load, threads, tool) : of(pair, load, threads, tool, metrics);
        }
        if (trust.insecure()) {
            comparison = comparison.withRemark("Certificates were not verified (--insecure).");
        }
        List<String> args = cli().getParseResult().originalArgs();
        results.write(comparison, CommandText.of(args), cli().getOut());
        return ComparisonTable.trusted(comparison) ? ExitStatus.FINE : ExitStatus.FAILED;
    }

    /** What is to be compared; null: the demo's own. */
    private DemoProcess.@Nullable Pair pair() throws CommandFailed {
        if (front == null && origin == null) {
            if (admin != null) {
                throw new CommandFailed(
                        ExitStatus.WRONG_INPUT, "--admin: " + admin + " (expected: only with --front and --origin)");
            }
            return null;
        }
        return new DemoProcess.Pair(
                HttpUrl.of("--front", given("--front", front, "--origin"), "https://localhost:8443/live.json"),
                HttpUrl.of("--origin", given("--origin", origin, "--front"), "http://localhost:9000/live.json"));
    }

    private static String given(String option, @Nullable String url, String other) throws CommandFailed {
        if (url == null) {
            throw new CommandFailed(
                    ExitStatus.WRONG_INPUT,
                    option + " is missing (expected: a URL beside that of " + other
                            + "; without both, the demo is measured)");
        }
        return url;
    }

    private Comparison of(
            DemoProcess.Pair pair, Load load, int threads, @Nullable LoadEngine tool, @Nullable URI metrics)
            throws CommandFailed, ComparisonProblemException, InterruptedException {
        try (Client client = client(threads)) {
            OriginCounter counter = metrics == null
                    ? OriginCounter.unknown()
                    : new FrontCounter(client, load, metrics, pair.front().getPath());
            return compare(client, load, counter, pair, tool);
        }
    }

    private Comparison ofDemo(Load load, int threads, @Nullable LoadEngine tool)
            throws CommandFailed, ComparisonProblemException, InterruptedException {
        Duration delay = originDelay == null ? DEMO_DELAY : originDelay;
        try (DemoProcess demo = new DemoProcess(trust.certificates(), delay)) {
            DemoProcess.Pair pair = started(demo);
            try (Client client = client(threads)) {
                OriginCounter counter = new DemoCounter(client, load, pair.origin());
                return compare(client, load, counter, pair, tool)
                        .withRemark(
                                ("The demo's origin works %d ms for each answer (--origin-delay), as an API does; one that"
                                                + " answers from memory and without TLS is as fast as any front.")
                                        .formatted(delay.toMillis()));
            }
        }
    }

    private DemoProcess.Pair started(DemoProcess demo) throws CommandFailed, InterruptedException {
        try (ProgressLine progress = new ProgressLine(err())) {
            progress.show("starting the demo");
            return demo.start();
        }
    }

    private Comparison compare(
            Client client, Load load, OriginCounter counter, DemoProcess.Pair pair, @Nullable LoadEngine tool)
            throws ComparisonProblemException, InterruptedException {
        try (LoadEngine embedded = new EmbeddedEngine(client);
                ProgressLine progress = new ProgressLine(err())) {
            LoadEngine engine = tool == null ? embedded : tool;
            return new LoadComparison(client, engine, load, counter, progress::show).run(pair.front(), pair.origin());
        }
    }

    private Client client(int threads) throws CommandFailed {
        return new Client(threads, trust.open(), timeout, new SystemClock());
    }

    private CommandLine cli() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private PrintWriter err() {
        return cli().getErr();
    }
}

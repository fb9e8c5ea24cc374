package dev.freshet.cli;

import dev.freshet.app.StartException;
import dev.freshet.config.Address;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.demo.DemoConfiguration;
import dev.freshet.observe.SystemClock;
import java.io.Console;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves live data of its own over HTTPS, with nothing to be configured before. Confined to the main thread. */
@Command(name = "demo", description = "Starts an origin with an invented election night and serves it over HTTPS.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "Serve HTTPS there; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Listen there; 0.0.0.0 for every interface (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--redis",
            paramLabel = "URI",
            arity = "0..1",
            fallbackValue = "",
            description = "Publish into Redis and serve from there: at URI, or in one that the demo starts.")
    private @Nullable String redis;

    @Option(
            names = "--origin-port",
            paramLabel = "PORT",
            description = "The origin's port (default: 9000, or a free one when it is taken).")
    private @Nullable Integer originPort;

    @Option(
            names = "--origin-delay",
            paramLabel = "DURATION",
            defaultValue = "0ms",
            converter = DurationConverter.class,
            description = "Let the origin take that long for each answer, such as 50ms.")
    private Duration originDelay = Duration.ZERO;

    @Option(
            names = "--certs",
            paramLabel = "DIR",
            description = "The development certificates; made when missing (default: certs/ beside the program).")
    private @Nullable Path folder;

    @Option(names = "--print-config", description = "Print the configuration the demo would run with, and end.")
    private boolean printConfig;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Run on free ports, answer some requests of one's own, and end.")
    private boolean rehearse;

    @Option(names = "--parent", hidden = true, paramLabel = "PID", description = "End when that process has ended.")
    private @Nullable Long parent;

    @Override
    public Integer call() throws CommandFailed, InvalidConfigurationException, StartException {
        DemoOptions options = options();
        CommandLine cli = Objects.requireNonNull(spec).commandLine();
        if (printConfig) {
            cli.getOut().print(planned(options).yaml());
            cli.getOut().flush();
            return ExitStatus.FINE;
        }
        Certificates.ensure(options.certificates(), List.of(), false);
        try (RunningDemo demo = new RunningDemo(options, new SystemClock());
                GracefulStop _ = GracefulStop.on(cli.getErr(), demo::close)) {
            demo.start();
            endWithParent(demo);
            if (rehearse) {
                rehearse(demo, options);
                return ExitStatus.FINE;
            }
            cli.getOut().print(DemoBanner.text(demo, options));
            cli.getOut().flush();
            show(cli.getOut(), demo);
        }
        return ExitStatus.FINE;
    }

    private static void rehearse(RunningDemo demo, DemoOptions options) throws CommandFailed {
        URI front = URI.create("https://localhost:" + demo.frontPort());
        List<String> paths = new ArrayList<>(demo.origin().resources());
        paths.add("/api/hello");
        Rehearsal.run(front, options.certificates().resolve("ca.crt"), paths, new SystemClock());
    }

    private void endWithParent(RunningDemo demo) {
        if (parent != null) {
            ProcessHandle.of(parent)
                    .map(ProcessHandle::onExit)
                    .ifPresentOrElse(exit -> exit.thenRun(demo::close), demo::close);
        }
    }

    /** Until the front stops. */
    private static void show(PrintWriter out, RunningDemo demo) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        LiveStatus status = new LiveStatus(out, terminal, demo::numbers);
        demo.onClose(status::close);
        status.start();
        demo.front().awaitStopped();
    }

    private DemoOptions options() throws CommandFailed {
        inRange("--port", port);
        if (originPort != null) {
            inRange("--origin-port", originPort);
        }
        Path certificates = folder == null ? Home.certificates() : folder;
        Integer origin = rehearse ? Integer.valueOf(0) : originPort;
        return new DemoOptions(new Address(host, rehearse ? 0 : port), origin, originDelay, redis, certificates);
    }

    private static void inRange(String option, int port) throws CommandFailed {
        if (port < 0 || port > 65_535) {
            throw new CommandFailed(ExitStatus.WRONG_INPUT, option + ": " + port + " (expected: 0..65535)");
        }
    }

    /** With the ports and the Redis it would have when all are free. */
    private static DemoConfiguration planned(DemoOptions options) {
        return options.configuration(
                DemoOptions.ADMIN,
                new Address(
                        DemoOptions.ORIGIN.host(),
                        Objects.requireNonNullElse(options.originPort(), DemoOptions.ORIGIN.port())),
                "".equals(options.redis()) ? "redis://127.0.0.1:6379" : options.redis());
    }
}

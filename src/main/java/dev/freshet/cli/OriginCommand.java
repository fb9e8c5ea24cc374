package dev.freshet.cli;

import dev.freshet.config.Address;
import dev.freshet.demo.DemoConfiguration;
import dev.freshet.demo.DemoOrigin;
import dev.freshet.observe.SystemClock;
import dev.freshet.source.RedisPublisher;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the demo's origin without a front. Confined to the main thread. */
@Command(name = "origin", description = "Runs the demo's origin alone, to put a front of your own before it.")
final class OriginCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9000",
            converter = AddressConverter.class,
            description = "Listen there; port 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private Address listen = DemoOptions.ORIGIN;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            defaultValue = "0ms",
            converter = DurationConverter.class,
            description = "Take that long for each answer, such as 50ms.")
    private Duration delay = Duration.ZERO;

    @Option(names = "--redis", paramLabel = "URI", description = "Publish every document into that Redis too.")
    private @Nullable String redis;

    @Override
    public Integer call() throws CommandFailed, InterruptedException {
        CommandLine cli = Objects.requireNonNull(spec).commandLine();
        DemoOrigin origin = new DemoOrigin(listen, delay, DemoOptions.SEED, new SystemClock());
        try (RedisPublisher publisher = redis == null ? null : publisher(redis);
                GracefulStop _ = GracefulStop.on(cli.getErr(), () -> stop(origin, cli.getErr()))) {
            if (publisher != null) {
                origin.publishTo(publisher::publish);
            }
            start(origin, cli.getOut());
            new CountDownLatch(1).await();
        }
        return ExitStatus.FINE;
    }

    private static void stop(DemoOrigin origin, PrintWriter err) {
        origin.stop();
        err.println("freshet: stopped");
    }

    private static RedisPublisher publisher(String uri) throws CommandFailed {
        try {
            return new RedisPublisher(uri, DemoConfiguration.REDIS_PREFIX);
        } catch (IllegalArgumentException _) {
            throw new CommandFailed(ExitStatus.WRONG_INPUT, "--redis: no URI of a Redis (expected: redis://HOST:PORT)");
        }
    }

    private void start(DemoOrigin origin, PrintWriter out) throws CommandFailed {
        try {
            String url = Urls.of(false, origin.start());
            origin.resources().forEach(path -> out.println(url + path));
        } catch (UncheckedIOException _) {
            throw new CommandFailed(
                    ExitStatus.FAILED,
                    Ports.problem(Ports.outcome(listen), listen) + " (choose another with --listen)");
        }
    }
}

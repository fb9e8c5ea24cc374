package dev.freshet.cli;

import dev.freshet.app.Freshet;
import dev.freshet.app.StartException;
import dev.freshet.config.Address;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.demo.DemoConfiguration;
import dev.freshet.demo.DemoOrigin;
import dev.freshet.demo.DemoRedis;
import dev.freshet.observe.Clock;
import dev.freshet.source.RedisPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything the demo starts: origin, Redis, publisher and front, stopped in the opposite order. Confined to the main thread
 * while starting; thread-safe from then on: by its monitor.
 */
final class RunningDemo implements AutoCloseable {
    /** Stands for the file in messages; there is none. */
    private static final Path NAME = Path.of("demo.yaml");

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final DemoOptions options;
    private final Clock clock;
    private @Nullable DemoOrigin origin;
    private @Nullable InetSocketAddress originAddress;
    private @Nullable String redisDescription;
    private @Nullable Freshet front;
    private boolean closed;

    /** Starts nothing yet. */
    RunningDemo(DemoOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** Starts all of it; to be called once. */
    void start() throws CommandFailed, InvalidConfigurationException, StartException {
        checkPort();
        startOrigin();
        startFront(options.redis() == null ? null : startRedis(options.redis()));
    }

    private void checkPort() throws CommandFailed {
        Ports.Outcome outcome = Ports.outcome(options.listen());
        if (outcome != Ports.Outcome.FREE) {
            String remedy = outcome == Ports.Outcome.ELSEWHERE
                    ? " (choose another with --host; 0.0.0.0 is every interface)"
                    : " (choose another port with --port; 0 takes a free one)";
            throw new CommandFailed(ExitStatus.FAILED, Ports.problem(outcome, options.listen()) + remedy);
        }
    }

    private void startOrigin() throws CommandFailed {
        Integer given = options.originPort();
        int port = given != null ? given : Ports.orFree(DemoOptions.ORIGIN).port();
        DemoOrigin started = new DemoOrigin(
                new Address(DemoOptions.ORIGIN.host(), port), options.originDelay(), DemoOptions.SEED, clock);
        try {
            originAddress = started.start();
        } catch (UncheckedIOException _) {
            throw new CommandFailed(
                    ExitStatus.FAILED,
                    "port " + port + " is taken (choose another with --origin-port, or leave it out)");
        }
        origin = started;
        onClose(started::stop);
    }

    private String startRedis(String given) throws CommandFailed {
        String uri = given.isEmpty() ? startOwnRedis() : given;
        redisDescription = given.isEmpty() ? redisDescription + " at " + uri : "the one given";
        try {
            RedisPublisher publisher = new RedisPublisher(uri, DemoConfiguration.REDIS_PREFIX);
            onClose(publisher::close);
            String problem = given.isEmpty() ? null : publisher.problem();
            if (problem != null) {
                throw new CommandFailed(
                        ExitStatus.FAILED,
                        "--redis: " + problem + " (expected: a running Redis; --redis alone starts one)");
            }
            origin().publishTo(publisher::publish);
        } catch (IllegalArgumentException _) {
            throw new CommandFailed(ExitStatus.WRONG_INPUT, "--redis: no URI of a Redis (expected: redis://HOST:PORT)");
        }
        return uri;
    }

    private String startOwnRedis() throws CommandFailed {
        try {
            DemoRedis redis = DemoRedis.start();
            onClose(redis::close);
            redisDescription = redis.description();
            return redis.uri();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitStatus.FAILED,
                    "--redis: " + e.getMessage() + " (name a running one: --redis=redis://HOST:PORT)");
        }
    }

    private void startFront(@Nullable String redisUri) throws InvalidConfigurationException, StartException {
        InetSocketAddress at = originAddress();
        DemoConfiguration wanted = options.configuration(
                Ports.orFree(DemoOptions.ADMIN), new Address(at.getHostString(), at.getPort()), redisUri);
        Freshet started = Freshet.start(ConfigurationReader.read(wanted.yaml(), NAME), clock);
        front = started;
        onClose(started::stop);
    }

    DemoOrigin origin() {
        return Objects.requireNonNull(origin);
    }

    InetSocketAddress originAddress() {
        return Objects.requireNonNull(originAddress);
    }

    /** Which Redis takes part, for the operator; null: none. */
    @Nullable String redis() {
        return redisDescription;
    }

    Freshet front() {
        return Objects.requireNonNull(front);
    }

    /** The numbers of now. */
    StatusLine numbers() {
        return new StatusLine(front().status(), origin().requests(), clock.nanoTime());
    }

    /** Where HTTPS is served. */
    int frontPort() {
        return front().addresses().getFirst().getPort();
    }

    /** Runs {@code stop} when the demo is closed, the last added first; at once when it is being closed already. */
    synchronized void onClose(Runnable stop) {
        if (closed) {
            stop.run();
        } else {
            stops.push(stop);
        }
    }

    /** Stops the front first, so that its clients are answered to the end. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!stops.isEmpty()) {
            stops.pop().run();
        }
    }
}

package dev.freshet.source.share;

import dev.freshet.cache.Payload;
import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.config.ShareConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.source.Accepted;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Good;
import dev.freshet.source.Source;
import dev.freshet.source.Validators;
import dev.freshet.source.redis.RedisConnections;
import dev.freshet.testing.Patience;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One node of a fleet without its refresher: publishes whatever its source gives, as that would. Confined to the test, but
 * for what its fetches run on.
 */
final class FleetNode implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HandSource hand = new HandSource();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final RedisConnections connections;
    private final Fleet fleet;
    private final Source source;
    private Validators published = Validators.NONE;
    private byte[] served = new byte[0];

    /** Of a fleet that shares the endpoint of {@code path}; {@code redis}: the keys of its Redis. */
    FleetNode(String redis, String path) {
        Configuration configuration = configuration(redis, path);
        Metrics metrics = new Metrics();
        SystemClock clock = new SystemClock();
        connections = new RedisConnections(configuration.redis().values(), metrics, clock);
        fleet = new Fleet(new ShareConfig("live", "freshet"), connections.redis("live"), loops, metrics, clock);
        source = fleet.shared(hand, configuration.endpoints().getFirst());
    }

    /** Once it is connected. */
    FleetNode connected() {
        if (!Patience.until(() -> connections.redis("live").connected(), SOON)) {
            throw new AssertionError("not connected");
        }
        return this;
    }

    /** What is behind it. */
    HandSource hand() {
        return hand;
    }

    /** Begins a fetch. */
    CompletableFuture<Fetched> fetch() {
        return source.fetch(request(false));
    }

    CompletableFuture<Fetched> fetchFallback() {
        return source.fetch(request(true));
    }

    /** Fetches, and publishes what is good, as a refresh does; gives what the fetch came to in the end. */
    Fetched refresh() {
        return publish(get(fetch()));
    }

    /** From what a fetch gave to what is served. */
    Fetched publish(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Fresh fresh -> settle(fetched, good(fresh));
            case Fetched.Unchanged(Validators given, long ageMillis) ->
                settle(fetched, new Good(given, ageMillis, new Payload(served, "application/json"), true, published));
            case Fetched.Failed _ -> fetched;
        };
    }

    private Good good(Fetched.Fresh fresh) {
        boolean same = Arrays.equals(fresh.payload().bytes(), served);
        return new Good(fresh.validators(), fresh.ageMillis(), fresh.payload(), same, published);
    }

    private Fetched settle(Fetched fetched, Good good) {
        return switch (get(source.accepted(good))) {
            case Accepted.Agreed(Validators validators) -> serve(fetched, validators);
            case Accepted.Instead(Fetched.Fresh fresh) -> serve(fresh, fresh.validators());
            case Accepted.Instead(Fetched.Unchanged unchanged) -> serve(unchanged, unchanged.validators());
            case Accepted.Instead(Fetched.Failed failed) -> failed;
        };
    }

    private Fetched serve(Fetched fetched, Validators validators) {
        published = validators;
        if (fetched instanceof Fetched.Fresh fresh) {
            served = fresh.payload().bytes();
        }
        return fetched;
    }

    /** What came with what it serves. */
    Validators published() {
        return published;
    }

    /** What it serves. */
    String served() {
        return new String(served, StandardCharsets.UTF_8);
    }

    byte[] servedBytes() {
        return served;
    }

    /** Has {@code changed} run as the refresher would. */
    void watch(Runnable changed) {
        source.watch(changed);
    }

    /** Gives up what it leads. */
    void leave() {
        fleet.close();
    }

    @Override
    public void close() {
        fleet.close();
        connections.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private FetchRequest request(boolean fallbackOnly) {
        return new FetchRequest(published, TIMEOUT, 1 << 20, fallbackOnly);
    }

    private static Configuration configuration(String redis, String path) {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                redis: { live: { %s } }
                upstreams: { api: { servers: ["http://127.0.0.1:1"] } }
                endpoints: [{ path: "%s", source: { upstream: api }, refresh: 1s }]
                """.formatted(redis, path);
        try {
            return ConfigurationReader.read(yaml, Path.of("freshet.yaml"));
        } catch (InvalidConfigurationException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }
}

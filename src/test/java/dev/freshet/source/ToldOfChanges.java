package dev.freshet.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.SystemClock;
import dev.freshet.source.redis.RedisConnections;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A source of a real Redis, from the words of a configuration, and how often it says that its payload may have changed.
 * Thread-safe: an atomic counter.
 */
final class ToldOfChanges implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Metrics metrics = new Metrics();
    private final AtomicInteger told = new AtomicInteger();
    private final RedisConnections connections;
    private final Source source;

    private ToldOfChanges(Configuration configuration) {
        connections = new RedisConnections(configuration.redis().values(), metrics, new SystemClock());
        ScriptedUpstream none = new ScriptedUpstream();
        Sources sources =
                new Sources(Map.of(), connections, Runnable::run, none.loop(), new SystemClock(), Sharing.none());
        source = sources.sourceFor(configuration.endpoints().getFirst());
        source.watch(told::incrementAndGet);
    }

    /** Of this Redis, listening already. */
    static ToldOfChanges watching(RedisServer redis, String read) {
        return opened(redis, read).listening();
    }

    /** Of this Redis. */
    static ToldOfChanges opened(RedisServer redis, String read) {
        return opened("uri: \"" + redis.uri() + "\"", read);
    }

    /** From what stands behind {@code source: { redis: live, }; {@code redis}: what stands behind {@code live: {}. */
    static ToldOfChanges opened(String redis, String read) {
        return ofEndpoint(redis, "source: { redis: live, " + read + " }");
    }

    /** From the keys of an endpoint. */
    static ToldOfChanges ofEndpoint(String redis, String keys) {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                redis: { live: { %s } }
                endpoints: [{ path: /live.json, %s }]
                """.formatted(redis, keys);
        try {
            return new ToldOfChanges(ConfigurationReader.read(yaml, Path.of("freshet.yaml")));
        } catch (InvalidConfigurationException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }

    /** Subscribed, and told of what may have been missed before. */
    ToldOfChanges listening() {
        awaitMetric("freshet_redis_listening{redis=\"live\"} 1.0");
        awaitMore(0);
        return this;
    }

    /** So often so far. */
    int told() {
        return told.get();
    }

    /** Waits until it was told more than {@code before} times. */
    void awaitMore(int before) {
        if (!Patience.until(() -> told.get() > before, SOON)) {
            throw new AssertionError("told " + told.get() + " times, no more than before");
        }
    }

    /** Makes {@code change}, and waits until it is told of it. */
    void hears(Runnable change) {
        int before = told();
        change.run();
        awaitMore(before);
    }

    /** Waits for a line of the metrics. */
    void awaitMetric(String line) {
        if (!Patience.until(() -> exposition().contains(line), SOON)) {
            throw new AssertionError(exposition());
        }
    }

    /** What is there now. */
    String text() {
        return Fetches.text(source.fetch(Fetches.request(Validators.NONE)));
    }

    /** What is there once it can be read. */
    void awaitText(String text) {
        AtomicReference<Fetched> last = new AtomicReference<>();
        boolean came = Patience.until(
                () -> {
                    last.set(fetched());
                    return last.get() instanceof Fetched.Fresh fresh
                            && Fetches.text(fresh).equals(text);
                },
                SOON);
        if (!came) {
            throw new AssertionError("last: " + last.get());
        }
    }

    /** What a fetch brings now. */
    Fetched fetched() {
        return Fetches.await(source.fetch(Fetches.request(Validators.NONE)));
    }

    private String exposition() {
        return new String(metrics.exposition(), UTF_8);
    }

    @Override
    public void close() {
        connections.close();
    }
}

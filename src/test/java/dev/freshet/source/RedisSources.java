package dev.freshet.source;

import dev.freshet.config.Configuration;
import dev.freshet.config.ConfigurationReader;
import dev.freshet.config.InvalidConfigurationException;
import dev.freshet.config.RedisConfig;
import dev.freshet.observe.SystemClock;
import dev.freshet.source.redis.FlushCounter;
import dev.freshet.source.redis.RedisConnections;
import dev.freshet.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sources of one real Redis, each from the words of a configuration. Confined to one test class. */
final class RedisSources implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FlushCounter flushes = new FlushCounter();
    private final RedisConnections connections;
    private final Sources sources;

    private RedisSources(String uri) {
        connections = flushes.counted(new RedisConfig("live", uri));
        ScriptedUpstream none = new ScriptedUpstream();
        sources = new Sources(Map.of(), connections, Runnable::run, none.loop(), new SystemClock(), Sharing.none());
    }

    /** Connected. */
    static RedisSources of(String uri) {
        RedisSources sources = new RedisSources(uri);
        if (!Patience.until(() -> sources.connections.redis("live").connected(), SOON)) {
            throw new AssertionError("not connected");
        }
        return sources;
    }

    /** From what stands behind {@code source: { redis: live, }. */
    Source source(String read) {
        String yaml = """
                listeners: [{ address: 127.0.0.1:0 }]
                redis: { live: { uri: "redis://h" } }
                endpoints:
                  - path: /live.json
                    source: { redis: live, %s }
                    gate: { max-size: %dB }
                """.formatted(read, Fetches.MAX_BYTES);
        try {
            Configuration configuration = ConfigurationReader.read(yaml, Path.of("freshet.yaml"));
            return sources.sourceFor(configuration.endpoints().getFirst());
        } catch (InvalidConfigurationException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }

    /** Fetches once from such a source. */
    CompletableFuture<Fetched> fetch(String read) {
        return source(read).fetch(Fetches.request(Validators.NONE));
    }

    /** Writes to the socket so far. */
    long flushes() {
        return flushes.count();
    }

    @Override
    public void close() {
        connections.close();
    }
}

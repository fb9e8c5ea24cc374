package dev.freshet.source;

import dev.freshet.cache.Payload;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A string in Redis, asked for with GET. Redis has no validators: every fetch reads the whole value. Thread-safe: holds
 * nothing that changes but the connection, which is thread-safe.
 */
final class RedisSource implements Source {
    private final SourceConfig.FromRedis config;
    private final String mediaType;
    private final RedisConnection connection;
    private final byte[] key;

    /** {@code mediaType}: of all its payloads. */
    RedisSource(SourceConfig.FromRedis config, String mediaType, RedisConnection connection) {
        this.config = config;
        this.mediaType = mediaType;
        this.connection = connection;
        this.key = config.get().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        return connection
                .get(key, request.timeout())
                .handle((value, error) -> error == null
                        ? answered(value, request.maxBytes())
                        : new Fetched.Failed(RedisFaults.of(error, request.timeout())));
    }

    @Override
    public String description() {
        return "redis " + config.redis() + " " + config.get();
    }

    private Fetched answered(byte @Nullable [] value, long maxBytes) {
        if (value == null || value.length == 0) {
            return failed(Reason.MISSING, value == null ? "no such key" : "an empty value");
        }
        if (value.length > maxBytes) {
            return failed(Reason.TOO_LARGE, value.length + " bytes (expected: at most " + maxBytes + ")");
        }
        return new Fetched.Fresh(new Payload(value, mediaType), Validators.NONE, 0);
    }

    private static Fetched failed(Reason reason, String detail) {
        return new Fetched.Failed(new Fault(reason, detail));
    }
}

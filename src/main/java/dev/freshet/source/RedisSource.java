package dev.freshet.source;

import dev.freshet.config.RedisPart;
import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Clock;
import dev.freshet.source.redis.Interest;
import dev.freshet.source.redis.Redis;
import dev.freshet.source.redis.WireCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What is in Redis: a string as it stands, or a JSON document made of what one or several keys hold. Redis has no
 * validators of its own; with a key that holds the version, nothing else is read while that stays the same. Thread-safe:
 * holds nothing that changes but the connection, which is thread-safe.
 */
final class RedisSource implements Source {
    private final SourceConfig.FromRedis config;
    private final Redis redis;
    private final RedisPayload payload;
    private final Executor executor;
    private final Clock clock;

    /** {@code payload}: what is read, and what becomes of it; {@code executor}: makes documents. */
    RedisSource(SourceConfig.FromRedis config, Redis redis, RedisPayload payload, Executor executor, Clock clock) {
        this.config = config;
        this.redis = redis;
        this.payload = payload;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        return RedisFetch.start(request, redis, payload, executor, clock);
    }

    /** Where there is a version, that alone is watched: it is what says that there is something new. */
    @Override
    public void watch(Runnable changed) {
        WireCommand version = payload.version();
        List<WireCommand> reads = version == null ? payload.commands() : List.of(version);
        List<String> keys = reads.stream().map(WireCommand::key).distinct().toList();
        redis.watch(new Interest(keys, config.onChange()), changed);
    }

    @Override
    public String description() {
        return "redis " + config.redis() + " " + described(config.content());
    }

    private static String described(RedisPart content) {
        return content instanceof RedisPart.Leaf leaf ? leaf.read().key() : "compose";
    }
}

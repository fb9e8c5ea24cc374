package dev.freshet.source;

import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.redis.Inquiry;
import dev.freshet.source.redis.Redis;
import dev.freshet.source.redis.Reply;
import dev.freshet.source.redis.UnfitValueException;
import dev.freshet.source.redis.WireCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from Redis, which is its own future: a thousand of them a second should not be four thousand objects. Where
 * there is a version it is read before the content and not beside it, for two reasons: it may make the content
 * unnecessary, and a version that is older than its content costs one more fetch, while one that is newer would hide a
 * change for ever. Thread-safe: the version is handed from one round to the next by the Redis.
 */
final class RedisFetch extends CompletableFuture<Fetched> implements Inquiry {
    /** For the elements of replies that say only whether there is something. */
    private static final int ROOM_BYTES = 4 * 1024;

    private final FetchRequest request;
    private final Redis redis;
    private final RedisPayload payload;
    private final Executor executor;
    private volatile Duration timeout;
    private volatile @Nullable String version;

    private RedisFetch(FetchRequest request, Redis redis, RedisPayload payload, Executor executor) {
        this.request = request;
        this.redis = redis;
        this.payload = payload;
        this.executor = executor;
        this.timeout = request.timeout();
    }

    /** Begins one; {@code executor} makes documents. */
    static RedisFetch start(FetchRequest request, Redis redis, RedisPayload payload, Executor executor, Clock clock) {
        RedisFetch fetch = new RedisFetch(request, redis, payload, executor);
        WireCommand versionCommand = payload.version();
        redis.ask(versionCommand == null ? fetch : fetch.new VersionInquiry(versionCommand, clock));
        return fetch;
    }

    @Override
    public List<WireCommand> commands() {
        return payload.commands();
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public long maxBytes() {
        return request.maxBytes() + ROOM_BYTES;
    }

    @Override
    public void answered(List<Reply> replies) {
        if (!payload.isDocument()) {
            complete(payload.fetched(replies, version, request.maxBytes()));
            return;
        }
        try {
            executor.execute(() -> complete(payload.fetched(replies, version, request.maxBytes())));
        } catch (RejectedExecutionException _) {
            failed(new Fault(Reason.STOPPING, "the executor has ended"));
        }
    }

    @Override
    public void failed(Fault fault) {
        complete(new Fetched.Failed(fault));
    }

    /** The round before, which asks for the version alone. Thread-safe: holds nothing that changes. */
    private final class VersionInquiry implements Inquiry {
        private final List<WireCommand> commands;
        private final Clock clock;
        private final long startedAtNanos;

        VersionInquiry(WireCommand command, Clock clock) {
            this.commands = List.of(command);
            this.clock = clock;
            this.startedAtNanos = clock.nanoTime();
        }

        @Override
        public List<WireCommand> commands() {
            return commands;
        }

        @Override
        public Duration timeout() {
            return request.timeout();
        }

        @Override
        public long maxBytes() {
            return ROOM_BYTES;
        }

        @Override
        public void answered(List<Reply> replies) {
            try {
                go(RedisPayload.versionIn(replies.getFirst()));
            } catch (UnfitValueException e) {
                RedisFetch.this.failed(e.fault());
            }
        }

        @Override
        public void failed(Fault fault) {
            RedisFetch.this.failed(fault);
        }

        private void go(@Nullable String read) {
            Validators known = request.validators();
            if (read != null && known.origin() == 0 && read.equals(known.etag())) {
                complete(new Fetched.Unchanged(known, 0));
                return;
            }
            version = read;
            timeout = request.timeout().minusNanos(clock.nanoTime() - startedAtNanos);
            redis.ask(RedisFetch.this);
        }
    }
}

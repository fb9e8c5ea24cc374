package dev.freshet.source;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one Redis that comes back by itself. Lettuce's own reconnecting begins only after a first success and
 * replays commands whose answers nobody awaits any more; here the first connection and every later one are made the same
 * way, and what was in flight fails at once. Thread-safe: the link is a volatile reference written on one executor.
 */
final class RedisConnection {
    private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
    private static final long MOMENT_MILLIS = 1;
    private static final long CLOSE_MILLIS = 2_000;
    private static final long ATTEMPT_MILLIS = 500;

    private final Delay backoff =
            Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS);
    private final String name;
    private final RedisURI uri;
    private final RedisClient client;
    private final EventExecutor turns;
    private final GetBatch batch;
    private volatile Link link = new Connecting();
    /** Asked while the first connection is being made; confined to turns, bounded by the deadlines of the commands. */
    private final List<TimedCommand> early = new ArrayList<>();

    private volatile boolean closing;
    private volatile CompletableFuture<?> attempt = CompletableFuture.completedFuture(null);
    private long attempts; // since the last success; confined to turns

    private sealed interface Link {}

    private record Connecting() implements Link {}

    private record Up(StatefulRedisConnection<byte[], byte[]> connection) implements Link {}

    private record Down(String why) implements Link {}

    /** Owns {@code client}, which serves this connection alone. */
    RedisConnection(String name, RedisURI uri, RedisClient client, ClientResources resources) {
        this.name = name;
        this.uri = uri;
        this.client = client;
        this.turns = resources.eventExecutorGroup().next();
        this.batch = new GetBatch(task -> inTurn(task, MOMENT_MILLIS), this::begin);
    }

    /** Begins to connect, and never ends until {@link #close}. */
    void open() {
        inTurn(this::connect, 0);
    }

    /**
     * GET: the value, null where there is none. Fails with {@link java.util.concurrent.TimeoutException} after
     * {@code timeout}, with {@link java.util.concurrent.CancellationException} when the connection is lost meanwhile, else
     * with {@link RedisException}. Completes on any thread.
     */
    CompletableFuture<byte[]> get(byte[] key, Duration timeout) {
        ByteArrayCodec codec = ByteArrayCodec.INSTANCE;
        var command = new TimedCommand(
                new Command<>(CommandType.GET, new ValueOutput<>(codec), new CommandArgs<>(codec).addKey(key)),
                timeout);
        if (!closing) {
            batch.add(command);
        }
        if (closing) {
            fail(List.of(command), "closed"); // also where the close came between: nothing runs its batch any more
        }
        return command;
    }

    boolean connected() {
        return link instanceof Up;
    }

    /** Ends the connection and its attempts; waits for it, within a bound. */
    void close() {
        closing = true;
        turns.submit(this::closed).awaitUninterruptibly(CLOSE_MILLIS); // in turn: no attempt begins after it
        var _ = attempt.handle((_, _) -> true)
                .completeOnTimeout(false, ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
                .join(); // or its channel would be left with its buffer when the event loop ends
        client.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closed() {
        link = new Down("closed");
        writeEarly();
        batch.writeAll(); // fails what waits for its moment
    }

    /** Here and not when asked: on this executor's own thread a deadline wakes nobody. */
    private void begin(List<TimedCommand> commands) {
        for (TimedCommand each : commands) {
            inTurn(each.deadline(), each.timeout().toMillis());
        }
        write(commands);
    }

    private void write(List<TimedCommand> commands) {
        switch (link) {
            case Up(var connection) -> connection.dispatch(commands);
            case Down(String why) -> fail(commands, "not connected: " + why);
            case Connecting() -> early.addAll(commands); // each has its deadline
        }
    }

    /** What was asked before the first connection: sent, or failed. */
    private void writeEarly() {
        List<TimedCommand> waited = List.copyOf(early);
        early.clear();
        if (!waited.isEmpty()) {
            write(waited);
        }
    }

    private static void fail(List<TimedCommand> commands, String message) {
        RedisException cause = new RedisException(message);
        commands.forEach(each -> each.completeExceptionally(cause));
    }

    private void connect() {
        if (!closing) {
            attempts++;
            attempt = client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                    .whenCompleteAsync(this::attempted, turns)
                    .toCompletableFuture();
        }
    }

    private void attempted(@Nullable StatefulRedisConnection<byte[], byte[]> connection, @Nullable Throwable error) {
        if (closing) {
            return; // the client closes what it has opened
        }
        if (connection == null) {
            down(error == null ? "unknown" : RedisFaults.cause(error));
            return;
        }
        attempts = 0;
        log.info("redis {} connected", name);
        link = new Up(connection);
        writeEarly();
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                inTurn(() -> lost(connection), 0);
            }
        });
        if (!connection.isOpen()) {
            lost(connection); // before the listener was there
        }
    }

    private void lost(StatefulRedisConnection<byte[], byte[]> connection) {
        if (!closing && link instanceof Up(var current) && current.equals(connection)) {
            down("the connection was lost");
            var _ = connection.closeAsync(); // or the client would hold it until its own end
        }
    }

    private void down(String why) {
        if (!(link instanceof Down)) {
            log.warn("redis {} is not connected: {}; trying again until it is", name, why);
        }
        link = new Down(why);
        writeEarly();
        inTurn(this::connect, backoff.createDelay(Math.max(1, attempts)).toMillis());
    }

    /** A task that comes after the close is dropped. */
    private void inTurn(Runnable task, long delayMillis) {
        try {
            var _ = turns.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // closed
        }
    }
}

package dev.freshet.source.redis;

import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one Redis server, or to the master that Sentinel names, that comes back by itself. Lettuce's own
 * reconnecting begins only after a first success and replays commands whose answers nobody awaits any more; here the first
 * connection and every later one are made the same way, what was in flight fails at once, and a server that has fallen
 * silent is asked nothing until it has answered what it was asked, or been left. Confined to the thread of the Redis, but
 * for {@link #ask}, {@link #connected} and {@link #close}.
 */
final class RedisNode {
    private static final Logger log = LoggerFactory.getLogger(RedisNode.class);
    private static final String CLOSED = "closed";
    private static final long MOMENT_MILLIS = 1;
    private static final long SECOND_LOOK_MILLIS = 5;
    private static final long CLOSE_MILLIS = 2_000;
    private static final long ATTEMPT_MILLIS = 500;
    private static final int COMMANDS_IN_FLIGHT = RedisConnections.MOST_COMMANDS - 1_000; // room for Lettuce's own
    /** A connection that is silent for so long beyond all patience is given up. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Delay backoff =
            Delay.exponential(Duration.ofMillis(50), Duration.ofMillis(250), 2, TimeUnit.MILLISECONDS);
    private final String name;
    private final RedisURI uri;
    private final RedisClient client;
    private final EventLoop loop;
    private final Clock clock;
    private final Life life;
    private final Batch<Inquiry> batch;
    private volatile Link link = new Connecting();
    /** Asked while the first connection is being made; bounded by the deadlines of the inquiries. */
    private final List<Pending> early = new ArrayList<>();

    private volatile boolean closing;
    private volatile CompletableFuture<?> attempt = CompletableFuture.completedFuture(null);
    private long attempts; // since the last success

    private sealed interface Link {}

    private record Connecting() implements Link {}

    private record Up(StatefulRedisConnection<byte[], byte[]> connection, SocketAddress address, InFlight inFlight)
            implements Link {}

    private record Down(String why) implements Link {}

    /** Who is told how the node is. Implementations are confined to the thread of the Redis. */
    interface Life {
        /** It is connected; {@code again}: after it had not been. */
        default void up(boolean again) {}

        /** It is no longer connected. */
        default void down() {}
    }

    /** {@code life} is told how it is. */
    RedisNode(RedisParts parts, RedisURI uri, Life life) {
        this.name = parts.name();
        this.uri = uri;
        this.client = parts.client();
        this.loop = parts.loop();
        this.clock = parts.clock();
        this.life = life;
        this.batch = new Batch<>(this::inAMoment, this::begin);
    }

    /** Begins to connect, and never ends until {@link #close}. */
    void open() {
        inLoop(this::connect, 0);
    }

    /** As {@link Redis#ask}. */
    void ask(Inquiry inquiry) {
        batch.add(inquiry);
        if (closing) { // nothing writes the batch any more
            batch.drain(each -> each.failed(new Fault(Reason.REDIS, CLOSED)));
        }
    }

    boolean connected() {
        return link instanceof Up;
    }

    /** Of the server it is connected to; null: of none. */
    @Nullable SocketAddress address() {
        return link instanceof Up up ? up.address : null;
    }

    /** Gives up the server it is connected to, and looks for it anew. To be called on the thread of the Redis. */
    void leaveServer(String why) {
        if (link instanceof Up up) {
            lost(up.connection, why);
        }
    }

    /** Ends the connection and its attempts; waits for it, within a bound. */
    void close() {
        closing = true;
        loop.submit(this::closed).awaitUninterruptibly(CLOSE_MILLIS); // in turn: no attempt begins after it
        var _ = attempt.handle((_, _) -> true)
                .completeOnTimeout(false, ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
                .join(); // or its channel would be left with its buffer when the event loop ends
    }

    /** Ends the connection and its attempts; does not wait. To be called on the thread of the Redis. */
    void leave() {
        closing = true;
        Link left = link;
        closed();
        if (left instanceof Up up) {
            var _ = up.connection.closeAsync(); // what is in flight fails
        }
    }

    private void closed() {
        link = new Down(CLOSED);
        writeEarly();
        batch.writeAll(); // fails what waits for its moment
    }

    /** What is asked on the loop itself, such as by a message that came, waits only for what is asked with it. */
    private void inAMoment(Runnable task) {
        inLoop(task, loop.inEventLoop() ? 0 : MOMENT_MILLIS);
    }

    private void begin(List<Inquiry> inquiries) {
        List<Pending> all = new ArrayList<>(inquiries.size());
        Map<Duration, List<Pending>> byTimeout = new HashMap<>();
        for (Inquiry each : inquiries) {
            Pending pending = new Pending(each);
            all.add(pending);
            byTimeout.computeIfAbsent(each.timeout(), _ -> new ArrayList<>()).add(pending);
        }
        byTimeout.forEach((timeout, some) -> inLoop(() -> giveUp(some, timeout), timeout.toMillis()));
        write(all);
    }

    private static void giveUp(List<Pending> pendings, Duration timeout) {
        for (Pending each : pendings) {
            if (!each.over()) {
                each.fail(new Fault(Reason.DEADLINE, "no answer within " + timeout.toMillis() + "ms"));
            }
        }
    }

    private void write(List<Pending> pendings) {
        switch (link) {
            case Up up -> write(pendings, up);
            case Down(String why) -> fail(pendings, Reason.REDIS, "not connected: " + why);
            case Connecting() -> early.addAll(pendings); // each has its deadline
        }
    }

    private void write(List<Pending> pendings, Up up) {
        long now = clock.nanoTime();
        long overdue = up.inFlight.overdueNanos(now);
        if (overdue >= 0 && up.inFlight.suspectOldest()) {
            inLoop(() -> write(pendings), SECOND_LOOK_MILLIS);
        } else if (overdue > SILENCE_NANOS) {
            lost(up.connection, "it has fallen silent");
            write(pendings); // fails them
        } else if (overdue >= 0) {
            fail(pendings, Reason.DEADLINE, "not asked: it does not answer what it was asked before");
        } else {
            dispatch(pendings, up, now);
        }
    }

    private static void dispatch(List<Pending> pendings, Up up, long now) {
        List<SentCommand> commands = new ArrayList<>(pendings.size());
        List<Pending> sent = new ArrayList<>(pendings.size());
        long patience = 0;
        for (Pending each : pendings) {
            if (up.inFlight.commands() + commands.size() + each.commands().size() > COMMANDS_IN_FLIGHT) {
                each.fail(new Fault(Reason.REDIS, "not asked: " + COMMANDS_IN_FLIGHT + " commands are in flight"));
            } else if (!each.over()) {
                commands.addAll(each.commands());
                sent.add(each);
                patience = Math.max(patience, each.timeoutNanos());
            }
        }
        if (!commands.isEmpty()) {
            InFlight.Write write = up.inFlight.write(commands.size(), patience, now);
            sent.forEach(each -> each.written(write));
            up.connection.dispatch(commands);
        }
    }

    /** What was asked before the first connection: sent, or failed. */
    private void writeEarly() {
        List<Pending> waited = List.copyOf(early);
        early.clear();
        if (!waited.isEmpty()) {
            write(waited);
        }
    }

    private static void fail(List<Pending> pendings, Reason reason, String detail) {
        pendings.forEach(each -> each.fail(new Fault(reason, detail)));
    }

    private void connect() {
        if (!closing) {
            attempts++;
            ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> connecting =
                    client.connectAsync(ByteArrayCodec.INSTANCE, uri);
            attempt = connecting
                    .whenCompleteAsync((connection, error) -> attempted(connecting, connection, error), loop)
                    .toCompletableFuture();
        }
    }

    private void attempted(
            ConnectionFuture<?> connecting,
            @Nullable StatefulRedisConnection<byte[], byte[]> connection,
            @Nullable Throwable error) {
        if (closing) {
            if (connection != null) {
                var _ = connection.closeAsync();
            }
            return;
        }
        if (connection == null) {
            down(error == null ? "unknown" : RedisFaults.cause(error));
            return;
        }
        attempts = 0;
        log.info("redis {} connected", name);
        boolean again = link instanceof Down;
        link = new Up(connection, connecting.getRemoteAddress(), new InFlight());
        writeEarly();
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                inLoop(() -> lost(connection, "the connection was lost"), 0);
            }
        });
        if (!connection.isOpen()) {
            lost(connection, "the connection was lost"); // before the listener was there
        } else {
            life.up(again);
        }
    }

    private void lost(StatefulRedisConnection<byte[], byte[]> connection, String why) {
        if (!closing && link instanceof Up up && up.connection.equals(connection)) {
            down(why);
            life.down();
            var _ = connection.closeAsync(); // or the client would hold it until its own end
        }
    }

    private void down(String why) {
        if (!(link instanceof Down)) {
            log.warn("redis {} is not connected: {}; trying again until it is", name, why);
        }
        link = new Down(why);
        writeEarly();
        inLoop(this::connect, backoff.createDelay(Math.max(1, attempts)).toMillis());
    }

    /** A task that comes after the close is dropped. */
    private void inLoop(Runnable task, long delayMillis) {
        try {
            if (delayMillis > 0) {
                var _ = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            } else {
                loop.execute(task);
            }
        } catch (RejectedExecutionException _) {
            // closed
        }
    }
}

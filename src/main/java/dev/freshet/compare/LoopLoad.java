package dev.freshet.compare;

import dev.freshet.observe.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The part of a round that one event loop makes: it opens its connections, sends what its pace says over whatever stream is
 * free, opens anew what is closed, and waits in the end for what is in flight. Confined to its event loop, but for the
 * futures.
 */
final class LoopLoad implements ConnectionListener {
    private static final long REDIAL_MILLIS = 100;
    private static final long SWEEP_MILLIS = 50;

    private final EventLoop loop;
    private final Dialer dialer;
    private final Dialer.Wanted wanted;
    private final Pace pace;
    private final Clock clock;
    private final Duration timeout;
    private final LoopTally tally;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Set<ClientConnection> connections = new LinkedHashSet<>();
    /** As often as it has free streams, each connection that is waiting for a request to be due. */
    private final Deque<ClientConnection> free = new ArrayDeque<>();

    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<LoopTally> done = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private State state = State.OPENING;
    private int unheardOf;
    private int dialled;
    private int missing;
    private long inFlight;
    private long endNanos;
    private boolean timed;

    private enum State {
        OPENING,
        RUNNING,
        DRAINING,
        CLOSED
    }

    /**
     * Opens nothing yet.
     *
     * @param connections at least 1
     * @param timeout of an answer
     */
    LoopLoad(EventLoop loop, Dialer dialer, Request request, Load load, int connections, Pace pace, Client client) {
        this.loop = loop;
        this.dialer = dialer;
        this.pace = pace;
        this.clock = client.clock();
        this.tally = new LoopTally(clock);
        this.timeout = client.timeout();
        this.unheardOf = connections;
        this.wanted = new Dialer.Wanted(
                request.target(),
                request.target().protocol(load),
                request.http1(PooledByteBufAllocator.DEFAULT),
                request.http2(),
                load.streams(),
                tally,
                this,
                loop);
    }

    /** Begins to open the connections; completes when of each has been heard whether it came about. */
    CompletableFuture<Void> open() {
        loop.execute(() -> {
            for (int left = unheardOf; left > 0; left--) {
                dial();
            }
        });
        return opened;
    }

    /** Sends for that long; completes when all that was sent is answered or given up. */
    CompletableFuture<LoopTally> run(Duration length) {
        loop.execute(() -> start(length.toNanos()));
        return done;
    }

    /** Closes everything; completes when it is closed. */
    CompletableFuture<Void> close() {
        loop.execute(() -> {
            if (state != State.CLOSED) {
                state = State.CLOSED;
                List.copyOf(connections).forEach(ClientConnection::close);
                closeWhenEmpty();
            }
        });
        return closed;
    }

    private void dial() {
        dialled++;
        dialer.dial(wanted);
    }

    private void start(long lengthNanos) {
        if (state != State.OPENING) {
            return;
        }
        state = State.RUNNING;
        long cpu = threads.getCurrentThreadCpuTime();
        long now = clock.nanoTime();
        endNanos = now + lengthNanos;
        tally.start(now, endNanos);
        pace.start(now, endNanos);
        var _ = loop.schedule(() -> end(cpu), lengthNanos, TimeUnit.NANOSECONDS);
        var _ = loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        for (; missing > 0; missing--) {
            dial();
        }
        send();
    }

    private void end(long cpuAtStart) {
        tally.end(threads.getCurrentThreadCpuTime() - cpuAtStart);
        if (state == State.RUNNING) {
            state = State.DRAINING;
            doneWhenQuiet();
        }
    }

    private void sweep() {
        if (state == State.CLOSED) {
            return;
        }
        if (!done.isDone()) {
            tally.tick();
        }
        long now = clock.nanoTime();
        String reason = "no answer within " + timeout.toMillis() + " ms";
        List.copyOf(connections).forEach(each -> each.expire(now - timeout.toNanos(), reason));
        if (state == State.DRAINING && now - endNanos > timeout.toNanos()) {
            tally.failed(
                    "not answered within " + timeout.toMillis() + " ms after the round", inFlight + pace.owed(now));
            state = State.CLOSED;
            List.copyOf(connections).forEach(ClientConnection::close);
            done.complete(tally);
            closeWhenEmpty();
            return;
        }
        var _ = loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Everything that is due, as far as there are free streams. */
    private void send() {
        timed = false;
        for (ClientConnection next = free.poll(); next != null; next = free.poll()) {
            if (next.usable() && !begin(next)) {
                free.addFirst(next);
                break;
            }
        }
        wakeWhenDue();
    }

    /** Without a free stream the next answer sends what is due. */
    private void wakeWhenDue() {
        long next = pace.nextNanos();
        if (!timed && next != Pace.NOTHING && !free.isEmpty() && state != State.CLOSED) {
            timed = true;
            long delay = Math.max(0, next - clock.nanoTime());
            var _ = loop.schedule(this::send, delay, TimeUnit.NANOSECONDS);
        }
    }

    private boolean begin(ClientConnection connection) {
        long now = clock.nanoTime();
        long intended = pace.take(now);
        if (intended == Pace.NOTHING) {
            return false;
        }
        inFlight++;
        connection.begin(intended, now);
        return true;
    }

    /** One more stream of the connection is free. */
    private void freed(ClientConnection connection) {
        if (state != State.CLOSED && connection.usable() && !begin(connection)) {
            free.addLast(connection);
            wakeWhenDue();
        }
        doneWhenQuiet();
    }

    private void doneWhenQuiet() {
        if (state == State.DRAINING && inFlight == 0 && pace.owed(endNanos) == 0) {
            done.complete(tally);
        }
    }

    @Override
    public void ready(ClientConnection connection) {
        if (state == State.CLOSED) {
            connection.close();
            return;
        }
        connections.add(connection);
        for (int left = connection.streams(); left > 0; left--) {
            freed(connection);
        }
        heardOf();
    }

    @Override
    public void unreachable(String reason) {
        if (counts()) {
            tally.failed(reason, 1);
        }
        heardOf();
    }

    /** Once it is handed over, the tally is another thread's. */
    private boolean counts() {
        return state != State.CLOSED && !done.isDone();
    }

    /** Nothing is dialled again before the start, so that each connection is heard of once. */
    private void heardOf() {
        if (--unheardOf == 0) {
            opened.complete(null);
        }
    }

    @Override
    public void body(ByteBuf data, int index, int length) {
        // Only the agreement of both sides looks at bodies.
    }

    @Override
    public void answered(ClientConnection connection, long intendedNanos, ResponseView answer) {
        inFlight--;
        tally.answered(intendedNanos, clock.nanoTime(), answer);
        freed(connection);
    }

    @Override
    public void failed(ClientConnection connection, String reason) {
        inFlight--;
        if (counts()) {
            tally.failed(reason, 1);
        }
        freed(connection);
    }

    @Override
    public void gone(@Nullable ClientConnection connection) {
        dialled--;
        if (connection != null) {
            connections.remove(connection);
        }
        if (state == State.CLOSED) {
            closeWhenEmpty();
        } else if (state == State.OPENING) {
            missing++;
        } else if (connection != null && connection.served()) {
            dial();
        } else {
            dialled++;
            var _ = loop.schedule(this::dialAgain, REDIAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void dialAgain() {
        dialled--;
        if (state == State.CLOSED) {
            closeWhenEmpty();
        } else {
            dial();
        }
    }

    private void closeWhenEmpty() {
        if (dialled == 0 && !closed.isDone()) {
            wanted.http1().release();
            closed.complete(null);
        }
    }
}

package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Fault;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has of an upstream: its connections to each server and the exchanges that wait for one. Looks at the
 * time in one sweep for all of them, as long as there is anything to look at; timeouts are therefore late by up to two
 * periods, a quarter of the shortest timeout each and never more than a second. Confined to its loop, but for the count of
 * open connections, which is shared with the metrics.
 */
final class LoopPool {
    /** Exchanges that may wait for a connection on one loop. */
    static final int MAX_WAITING = 1024;

    private static final long SHORTEST_PERIOD = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PERIOD = Duration.ofSeconds(1).toNanos();

    private final EventLoop loop;
    private final String upstream;
    private final UpstreamConfig.Timeouts timeouts;
    private final UpstreamFaults faults;
    private final AtomicInteger allOpen;
    private final List<ServerPool> servers;
    private final Balancer balancer = new LeastOfTwo();
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private int open;
    private boolean sweeping;
    private boolean closed;

    /** At most {@code limit} connections to each server; {@code allOpen} counts the connections of every loop. */
    LoopPool(
            EventLoop loop,
            UpstreamConfig config,
            Transport transport,
            UpstreamTls tls,
            int limit,
            UpstreamFaults faults,
            AtomicInteger allOpen) {
        this.loop = loop;
        this.upstream = config.name();
        this.timeouts = config.timeouts();
        this.faults = faults;
        this.allOpen = allOpen;
        this.servers = config.servers().stream()
                .map(uri -> new ServerPool(this, uri, transport, tls, limit))
                .toList();
    }

    EventLoop loop() {
        return loop;
    }

    UpstreamFaults faults() {
        return faults;
    }

    long nanoTime() {
        return loop.ticker().nanoTime();
    }

    long connectNanos() {
        return timeouts.connect().toNanos();
    }

    long responseNanos() {
        return timeouts.response().toNanos();
    }

    long idleNanos() {
        return timeouts.idle().toNanos();
    }

    /** Gives the exchange a connection, a place in the queue, or a fault later. */
    void submit(Call call) {
        if (closed) {
            call.failLater(new Fault(Fault.Reason.STOPPING, upstream + ": closed"));
        } else if (!waiting.isEmpty() || !place(call, null)) {
            enqueue(call);
        }
    }

    /** Gives the exchange to a server other than {@code except} that can take it; false: none can. */
    boolean place(Call call, @Nullable ServerPool except) {
        ServerPool server = balancer.choose(servers, except);
        if (server == null) {
            return false;
        }
        server.take(call);
        return true;
    }

    /** Connections became free or may be made again: gives them to those who wait. */
    void serveWaiting() {
        while (!waiting.isEmpty()) {
            ServerPool server = balancer.choose(servers, null);
            if (server == null) {
                return;
            }
            server.take(waiting.remove());
        }
    }

    /** The exchange does not wait any more. */
    void forget(Call call) {
        waiting.remove(call);
    }

    /** Whether idle connections are of use. */
    boolean keeps() {
        return !closed || !waiting.isEmpty();
    }

    /** A connection more. */
    void opened() {
        open++;
        allOpen.incrementAndGet();
        sweepLater();
    }

    /** A connection less. */
    void closed() {
        open--;
        allOpen.decrementAndGet();
    }

    /** Takes no more exchanges, closes what is idle, and lets the others come to their end. */
    void close() {
        closed = true;
        servers.forEach(ServerPool::closeIdle);
    }

    private void enqueue(Call call) {
        if (waiting.size() >= MAX_WAITING) {
            call.failLater(overloaded("the queue is full"));
        } else {
            call.queuedAt(nanoTime());
            waiting.add(call);
            sweepLater();
        }
    }

    private Fault overloaded(String why) {
        return new Fault(Fault.Reason.OVERLOADED, upstream + ": every connection is busy and " + why);
    }

    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            var _ = loop.schedule(this::sweep, periodNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void sweep() {
        sweeping = false;
        long now = nanoTime();
        servers.forEach(server -> server.sweep(now));
        serveWaiting();
        for (Call first = waiting.peek();
                first != null && now - first.queuedNanos() >= connectNanos();
                first = waiting.peek()) {
            waiting.remove();
            first.fail(overloaded("none became free in time"));
        }
        if (open > 0 || !waiting.isEmpty()) {
            sweepLater();
        }
    }

    private long periodNanos() {
        long shortest = Math.min(connectNanos(), Math.min(responseNanos(), idleNanos()));
        return Math.clamp(shortest / 4, SHORTEST_PERIOD, LONGEST_PERIOD);
    }
}

package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Fault;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
    private static final long SHORTEST_PERIOD = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PERIOD = Duration.ofSeconds(1).toNanos();

    private final EventLoop loop;
    private final String upstream;
    private final UpstreamConfig.Timeouts timeouts;
    private final UpstreamCounters counters;
    private final AtomicInteger allOpen;
    private final List<ServerPool> servers;
    private final ServerChoice<ServerPool> choice;
    private final RetryBudget budget;
    private final SplittableRandom random;
    private final int maxWaiting;
    private final int maxTunnels;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private int open;
    /** Open, or asked for. */
    private int tunnels;

    private boolean sweeping;
    private boolean closed;

    /** {@code share}: what of the upstream's bounds is this loop's. */
    LoopPool(EventLoop loop, UpstreamParts parts, LoopShare share, SplittableRandom random) {
        UpstreamConfig config = parts.config();
        this.loop = loop;
        this.upstream = config.name();
        this.timeouts = config.timeouts();
        this.counters = parts.counters();
        this.allOpen = parts.openConnections();
        this.random = random;
        this.maxWaiting = share.pending();
        this.maxTunnels = share.tunnels();
        this.budget = new RetryBudget(config.resilience().retryBudget(), share.lentRetries());
        List<ServerPool> pools = new ArrayList<>();
        for (int i = 0; i < config.servers().size(); i++) {
            ServerHealth health = parts.health().get(i);
            pools.add(new ServerPool(this, parts, config.servers().get(i), health, share));
        }
        this.servers = List.copyOf(pools);
        List<String> labels = servers.stream().map(ServerPool::label).toList();
        Balancer balancer = Balancer.of(config.resilience().balance(), labels, random);
        this.choice = new ServerChoice<>(servers, balancer, this::nanoTime);
    }

    EventLoop loop() {
        return loop;
    }

    UpstreamCounters counters() {
        return counters;
    }

    /** At random within 0..1. */
    double jitter() {
        return random.nextDouble();
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

    /** Starts an exchange; the listener is not called before this returns. */
    Call open(RequestHead head, ExchangeListener listener) {
        Call call = new Call(head, listener, this);
        submit(call);
        call.opened();
        return call;
    }

    /** Gives the exchange a connection, a place in the queue, or a fault later. */
    private void submit(Call call) {
        if (closed) {
            call.failLater(new Fault(Fault.Reason.STOPPING, upstream + ": closed"));
            return;
        }
        if (call.upgrade() != null && !claimTunnel(call)) {
            call.failLater(
                    new Fault(Fault.Reason.OVERLOADED, upstream + ": there are as many tunnels as there may be"));
            return;
        }
        budget.earn();
        ServerPool server = waiting.isEmpty() ? choice.choose(call.target(), null) : null;
        if (server == null) {
            enqueue(call);
        } else {
            server.take(call);
        }
    }

    private boolean claimTunnel(Call call) {
        boolean free = tunnels < maxTunnels;
        if (free) {
            tunnels++;
            call.tunnelClaimed();
        }
        return free;
    }

    /** A tunnel has closed, or what was asked for did not come about. */
    void releaseTunnel() {
        tunnels--;
    }

    /** The connection of an exchange to {@code failed} failed: the exchange begins anew where it may, or fails. */
    void recover(Call call, ServerPool failed, Fault fault, Reach reach) {
        Retry retry = call.retried() ? Retry.NONE : Retry.of(fault.reason(), reach, call.repeatable());
        ServerPool next = retry == Retry.NONE ? null : nextServer(retry, call, failed);
        if (next == null) {
            call.fail(fault);
        } else if (!budget.allows()) {
            counters.retryRefused();
            call.fail(fault);
        } else {
            budget.spend();
            counters.retried(fault);
            call.retry();
            next.takeFresh(call);
        }
    }

    private @Nullable ServerPool nextServer(Retry retry, Call call, ServerPool failed) {
        ServerPool other = choice.choose(call.target(), failed);
        return other == null && retry == Retry.ANYWHERE && failed.available() ? failed : other;
    }

    /** Connections became free or may be made again: gives them to those who wait. */
    void serveWaiting() {
        while (!waiting.isEmpty()) {
            ServerPool server = choice.choose(waiting.element().target(), null);
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
        if (waiting.size() >= maxWaiting) {
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

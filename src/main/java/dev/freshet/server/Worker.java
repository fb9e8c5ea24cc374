package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import dev.freshet.decide.Decider;
import dev.freshet.observe.Clock;
import dev.freshet.server.pass.HeldBodies;
import dev.freshet.server.pass.Passes;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What belongs to one event loop: its ready-made answers, its counts, its connections, and the second's housekeeping.
 * Confined to that event loop, but for {@link #tally()}'s reading and the methods that say otherwise.
 */
final class Worker {
    private final EventLoop loop;
    private final Site site;
    private final Answers answers;
    private final Decider decider;
    private final ReadyResponses ready;
    private final HeadMemo heads = new HeadMemo();
    private final Passes passes;
    private final FirstAnswers firstAnswers;
    private final RequestTally tally;
    private final ClientFaults faults;
    private final Tunnels tunnels;
    private final Set<ClientConnection> connections = new HashSet<>();
    private long nowNanos;
    private boolean draining;

    Worker(EventLoop loop, Site site) {
        this.loop = loop;
        this.site = site;
        this.answers = new Answers(site.cache().tellsKeys());
        this.decider = site.decider().forLoop(loop);
        this.ready = new ReadyResponses(site.demand(), site.allocator(), answers);
        this.passes = new Passes(loop, site.cache(), site.clock());
        this.firstAnswers = new FirstAnswers(
                loop, decider, answers, site.clock(), site.cache().held());
        this.tally = new RequestTally(site.metrics());
        this.faults = new ClientFaults(site.metrics());
        this.nowNanos = site.clock().nanoTime();
        this.tunnels = new Tunnels(site.metrics(), site.limits().tunnelIdle(), nowNanos);
    }

    /** Begins the housekeeping. From any thread. */
    void start() {
        loop.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Drains every connection, now and to come. From any thread. */
    void drain() {
        loop.execute(() -> {
            draining = true;
            List.copyOf(connections).forEach(ClientConnection::drain);
        });
    }

    /** Closes what is still open and lets go of the ready-made answers; nothing is answered afterwards. On the loop. */
    void release() {
        draining = true;
        ready.clear();
        tunnels.stop();
        List.copyOf(connections).forEach(ClientConnection::stop);
        loop.execute(ready::clear); // after whatever was read meanwhile
    }

    /** {@code client} takes the body of {@code ready}, and has not got all of it yet. */
    HeldBodies.Hold hold(ReadyResponse ready, HeldBodies.Reader client) {
        byte[] body = ready.answer().body();
        return site.cache()
                .held()
                .hold(body, body.length, ready.snapshot().version().needed(), client);
    }

    /** Closes a connection whose client holds too much. From any thread. */
    void cutOff(ClientConnection connection) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                if (connections.contains(connection)) {
                    faults.tooSlow();
                    connection.abort();
                }
            });
        }
    }

    void opened(ClientConnection connection) {
        connections.add(connection);
    }

    void closed(ClientConnection connection) {
        connections.remove(connection);
    }

    /** Whether connections take no further requests. */
    boolean draining() {
        return draining;
    }

    EventLoop loop() {
        return loop;
    }

    Decider decider() {
        return decider;
    }

    Clock clock() {
        return site.clock();
    }

    LimitsConfig limits() {
        return site.limits();
    }

    Site site() {
        return site;
    }

    ClientFaults faults() {
        return faults;
    }

    Answers answers() {
        return answers;
    }

    ReadyResponses ready() {
        return ready;
    }

    /** The heads of requests answered before. */
    HeadMemo heads() {
        return heads;
    }

    Passes passes() {
        return passes;
    }

    /** The answers to those who wait for a first fetch. */
    FirstAnswers firstAnswers() {
        return firstAnswers;
    }

    RequestTally tally() {
        return tally;
    }

    Tunnels tunnels() {
        return tunnels;
    }

    /** The monotonic time as of the last tick: good to a second, and free. */
    long coarseNanos() {
        return nowNanos;
    }

    private void tick() {
        nowNanos = site.clock().nanoTime();
        sweepAnswers();
        tunnels.sweep(nowNanos);
        List.copyOf(connections).forEach(this::sweep);
    }

    /** A defect must not end the housekeeping. */
    private void sweepAnswers() {
        try {
            ready.sweep(site.clock().epochMillis());
        } catch (RuntimeException e) {
            faults.connection(e);
        }
    }

    /** A defect in one connection must not end the housekeeping of all. */
    private void sweep(ClientConnection connection) {
        try {
            connection.sweep(nowNanos);
        } catch (RuntimeException e) {
            faults.connection(e);
            connection.abort();
        }
    }
}

package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A named group of HTTP servers. Every event loop has its own connections, so that an exchange never leaves the loop it
 * was opened on and nothing is locked. Thread-safe: the map of loops does not change, the rest is confined to each loop.
 */
public final class Upstream implements AutoCloseable {
    private final String name;
    private final IdentityHashMap<EventExecutor, LoopPool> pools = new IdentityHashMap<>();
    private final AtomicInteger openConnections = new AtomicInteger();

    /**
     * Connects to nothing yet.
     *
     * @param tls asked for {@code https} servers only
     */
    public Upstream(UpstreamConfig config, Transport transport, UpstreamTls tls, Metrics metrics) {
        this.name = config.name();
        UpstreamFaults faults = new UpstreamFaults(metrics, name);
        List<EventLoop> loops = new ArrayList<>();
        transport.loops().forEach(executor -> loops.add((EventLoop) executor));
        for (int i = 0; i < loops.size(); i++) {
            int limit = share(config.connections(), loops.size(), i);
            LoopPool pool = new LoopPool(loops.get(i), config, transport, tls, limit, faults, openConnections);
            pools.put(loops.get(i), pool);
        }
        metrics.contribute(Metric.UPSTREAM_CONNECTIONS, values -> values.add(openConnections.get(), name));
    }

    /** Its key in the configuration. */
    public String name() {
        return name;
    }

    /**
     * Starts an exchange; to be called on {@code loop}, which is one of the transport's. The listener is not called before
     * this returns. The request leaves when its caller writes to the exchange or ends it.
     *
     * @throws IllegalStateException when called elsewhere
     */
    public Exchange open(EventLoop loop, RequestHead head, ExchangeListener listener) {
        LoopPool pool = pools.get(loop);
        if (pool == null || !loop.inEventLoop()) {
            throw new IllegalStateException("not on an event loop of this upstream");
        }
        Call call = new Call(head, listener, pool);
        pool.submit(call);
        call.opened();
        return call;
    }

    /** Closes idle connections, lets exchanges in flight finish, and fails those opened from now on. Idempotent. */
    @Override
    public void close() {
        for (LoopPool pool : pools.values()) {
            if (!pool.loop().isShuttingDown()) {
                pool.loop().execute(pool::close);
            }
        }
    }

    /** The first loops take what does not divide; each has at least one. */
    private static int share(int connections, int loops, int index) {
        return Math.max(1, connections / loops + (index < connections % loops ? 1 : 0));
    }
}

package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Metrics;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A named group of HTTP servers. Every event loop has its own connections, so that an exchange never leaves the loop it
 * was opened on and nothing is locked; what is known of the health of the servers is common to all. Thread-safe: the map
 * of loops does not change, the health of a server is, the rest is confined to each loop.
 */
public final class Upstream implements AutoCloseable {
    private final UpstreamParts parts;
    private final IdentityHashMap<EventExecutor, LoopPool> pools = new IdentityHashMap<>();
    private final @Nullable HealthChecks checks;

    /**
     * Connects to nothing yet, but for health checks where they are configured.
     *
     * @param tls asked for {@code https} servers only
     */
    public Upstream(UpstreamConfig config, Transport transport, UpstreamTls tls, Metrics metrics) {
        this(
                UpstreamParts.of(config, transport, tls, metrics),
                config.resilience().health(),
                new SplittableRandom());
    }

    private Upstream(UpstreamParts parts, UpstreamConfig.@Nullable Health health, SplittableRandom random) {
        this.parts = parts;
        List<EventLoop> loops = new ArrayList<>();
        parts.transport().loops().forEach(executor -> loops.add((EventLoop) executor));
        for (int i = 0; i < loops.size(); i++) {
            LoopShare share = LoopShare.of(parts.config(), loops.size(), i);
            pools.put(loops.get(i), new LoopPool(loops.get(i), parts, share, random.split()));
        }
        checks = health == null ? null : HealthChecks.start(parts, health, loops.getFirst(), random.split());
    }

    /** The same servers, with what is known of their health, and with connections of its own. Its caller closes it. */
    public Upstream beside() {
        return new Upstream(parts, null, new SplittableRandom());
    }

    /** Its key in the configuration. */
    public String name() {
        return parts.config().name();
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
        return pool.open(head, listener);
    }

    /** Closes idle connections, lets exchanges in flight finish, and fails those opened from now on. Idempotent. */
    @Override
    public void close() {
        if (checks != null) {
            checks.close();
        }
        for (LoopPool pool : pools.values()) {
            if (!pool.loop().isShuttingDown()) {
                pool.loop().execute(pool::close);
            }
        }
    }
}

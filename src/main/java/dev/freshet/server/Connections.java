package dev.freshet.server;

import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.netty.channel.Channel;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many client connections there are, over all listeners, and the bound on them. Thread-safe: an atomic counter, touched
 * when a connection opens and when it closes.
 */
final class Connections {
    private final AtomicInteger open = new AtomicInteger();
    private final int limit;
    private final CounterDataPoint accepted;
    private final CounterDataPoint refused;
    private final CompletableFuture<Void> none = new CompletableFuture<>();
    private volatile boolean closing;

    Connections(int limit, Metrics metrics) {
        this.limit = limit;
        this.accepted = metrics.counter(Metric.CONNECTIONS_ACCEPTED);
        this.refused = metrics.counter(Metric.CONNECTIONS_REFUSED);
        metrics.contribute(Metric.CONNECTIONS, values -> values.add(open.get()));
    }

    /** Counts {@code channel} until it closes, if there is room; else the caller closes it. */
    boolean admit(Channel channel) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            refused.inc();
            return false;
        }
        accepted.inc();
        channel.closeFuture().addListener(_ -> left());
        return true;
    }

    /** Completes when no connection is open; call once, after the listeners have closed. */
    CompletableFuture<Void> whenNone() {
        closing = true;
        if (open.get() == 0) {
            none.complete(null);
        }
        return none;
    }

    private void left() {
        if (open.decrementAndGet() == 0 && closing) {
            none.complete(null);
        }
    }
}

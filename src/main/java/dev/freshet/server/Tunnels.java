package dev.freshet.server;

import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import dev.freshet.upstream.TunnelEnd;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tunnels of one event loop, which outlive the requests that they began as. Confined to that loop, but for their number,
 * which scrapes read.
 */
final class Tunnels {
    private final long idleNanos;
    private final Set<Tunnel> open = new HashSet<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<EndedBy, CounterDataPoint> ended = new EnumMap<>(EndedBy.class);
    private final CounterDataPoint bytesUp;
    private final CounterDataPoint bytesDown;
    private long nowNanos;

    /** Who, or what, ended a tunnel first. Immutable. */
    enum EndedBy {
        CLIENT,
        UPSTREAM,
        /** Nothing came from either for too long. */
        IDLE,
        /** Freshet is stopping. */
        STOP;

        /** The label in metrics. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code idle}: how long one may be without a byte. */
    Tunnels(Metrics metrics, Duration idle, long nowNanos) {
        this.idleNanos = idle.toNanos();
        this.nowNanos = nowNanos;
        for (EndedBy each : EndedBy.values()) {
            ended.put(each, metrics.counter(Metric.TUNNELS_ENDED, each.label()));
        }
        bytesUp = metrics.counter(Metric.TUNNEL_BYTES, "up");
        bytesDown = metrics.counter(Metric.TUNNEL_BYTES, "down");
        metrics.contribute(Metric.TUNNELS, values -> values.add(count.get()));
    }

    /** Joins two ends, neither of which has been opened. */
    void join(TunnelEnd client, TunnelEnd server) {
        Tunnel tunnel = new Tunnel(this, client, server);
        open.add(tunnel);
        count.incrementAndGet();
        tunnel.open();
    }

    /** Both ends of {@code tunnel} are gone. */
    void over(Tunnel tunnel) {
        if (open.remove(tunnel)) {
            count.decrementAndGet();
            Objects.requireNonNull(ended.get(tunnel.endedBy())).inc();
        }
    }

    /** Closes those that have been idle for too long at {@code now}. */
    void sweep(long now) {
        nowNanos = now;
        List.copyOf(open).forEach(each -> each.sweep(now, idleNanos));
    }

    /** Closes them all. */
    void stop() {
        List.copyOf(open).forEach(each -> each.close(EndedBy.STOP));
    }

    /** The time of the last sweep. */
    long coarseNanos() {
        return nowNanos;
    }

    /** What clients sent. */
    CounterDataPoint bytesUp() {
        return bytesUp;
    }

    /** What servers sent. */
    CounterDataPoint bytesDown() {
        return bytesDown;
    }
}

package dev.freshet.server;

import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts TLS handshakes by how they ended. Thread-safe: counters. */
final class Handshakes {
    private static final Logger log = LoggerFactory.getLogger(Handshakes.class);

    private final CounterDataPoint full;
    private final CounterDataPoint resumed;
    private final CounterDataPoint failed;

    Handshakes(Metrics metrics) {
        full = metrics.counter(Metric.HANDSHAKES, "full");
        resumed = metrics.counter(Metric.HANDSHAKES, "resumed");
        failed = metrics.counter(Metric.HANDSHAKES, "failed");
    }

    /** One that succeeded; {@code withTicket}: a session ticket spared the client the full one. */
    void succeeded(boolean withTicket) {
        (withTicket ? resumed : full).inc();
    }

    /** One that failed for {@code reason}: told at debug only, for a client can fail as many as it likes. */
    void failed(String reason) {
        failed.inc();
        log.debug("TLS handshake failed: {}", reason);
    }
}

package dev.freshet.server;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import io.netty.handler.codec.DecoderException;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what clients do wrong, and tells it from defects of Freshet's own, which are logged. Thread-safe: counters. */
final class ClientFaults {
    private static final Logger log = LoggerFactory.getLogger(ClientFaults.class);

    private final CounterDataPoint badRequests;
    private final CounterDataPoint gone;
    private final CounterDataPoint slow;
    private final CounterDataPoint internal;

    ClientFaults(Metrics metrics) {
        badRequests = metrics.counter(Metric.CLIENT_FAULTS, Fault.Reason.BAD_REQUEST.label());
        gone = metrics.counter(Metric.CLIENT_FAULTS, Fault.Reason.CLIENT_GONE.label());
        slow = metrics.counter(Metric.CLIENT_FAULTS, Fault.Reason.SLOW_READER.label());
        internal = metrics.counter(Metric.CLIENT_FAULTS, Fault.Reason.INTERNAL.label());
    }

    /** A request that was refused as malformed or oversized. */
    void badRequest() {
        badRequests.inc();
    }

    /** A connection that was closed because its client held too much. */
    void tooSlow() {
        slow.inc();
    }

    /** Something thrown on a connection, which is closed for it. */
    void connection(Throwable cause) {
        switch (cause) {
            case IOException _ -> gone.inc();
            case DecoderException _ -> badRequests.inc();
            default -> {
                internal.inc();
                log.error("connection closed by a defect: {}", cause.toString(), cause);
            }
        }
    }
}

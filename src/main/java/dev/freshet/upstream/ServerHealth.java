package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of how one server does: from its exchanges, and from its health checks where there are any. One for all
 * event loops, so that what one of them suffers spares the others; while the server does well nobody writes to it.
 * Thread-safe: two atomic references to immutable states.
 */
final class ServerHealth {
    private static final Logger log = LoggerFactory.getLogger(ServerHealth.class);
    private static final int SERVER_ERROR = 500;

    private final String upstream;
    private final String label;
    private final Metrics metrics;
    private final boolean serverErrors;
    private final @Nullable EjectionRules rules;
    private final AtomicReference<Ejection> ejection = new AtomicReference<>(Ejection.NONE);
    private final AtomicReference<Checked> checked = new AtomicReference<>(Checked.UNKNOWN);

    /** {@code config}: null where the server is never ejected. */
    ServerHealth(String upstream, String label, UpstreamConfig.@Nullable Ejection config, Metrics metrics) {
        this.upstream = upstream;
        this.label = label;
        this.metrics = metrics;
        this.serverErrors = config != null && config.serverErrors();
        this.rules = config == null ? null : EjectionRules.of(config);
    }

    /** Of the same server, never ejected: for exchanges that are not to count. */
    ServerHealth unjudged() {
        return new ServerHealth(upstream, label, null, metrics);
    }

    /** Its host and port. */
    String label() {
        return label;
    }

    /** Whether requests go to it whatever the time. */
    boolean trusted() {
        return checked.get().well() && ejection.get() instanceof Ejection.In;
    }

    /** Whether a request may be sent there now; the time matters only where it is not {@link #trusted()}. */
    boolean admits(long nanos) {
        return checked.get().well() && (rules == null || rules.admits(ejection.get(), nanos));
    }

    /** A request is sent there; after the back-off it is the one that tries the server. */
    void claim(long nanos) {
        if (rules != null) {
            EjectionRules applied = rules;
            ejection.updateAndGet(state -> applied.claimed(state, nanos));
        }
    }

    /** Whether an answer with this status counts as a failure. */
    boolean isFailure(int status) {
        return serverErrors && status >= SERVER_ERROR;
    }

    /** An exchange came to its end. */
    void succeeded() {
        if (!Ejection.NONE.equals(ejection.get()) && !(ejection.getAndSet(Ejection.NONE) instanceof Ejection.In)) {
            log.info("upstream {}: {} answers again", upstream, label);
        }
    }

    /** An exchange failed; {@code jitter} at random within 0..1. */
    void failed(Fault fault, long nanos, double jitter) {
        failed(fault.reason().label(), fault.detail(), nanos, jitter);
    }

    /** An exchange was answered with a status that counts as a failure. */
    void failed(int status, long nanos, double jitter) {
        failed("status", label + ": status " + status, nanos, jitter);
    }

    private void failed(String reason, String detail, long nanos, double jitter) {
        EjectionRules applied = rules;
        if (applied == null) {
            return;
        }
        Ejection before = ejection.getAndUpdate(state -> applied.failed(state, nanos, jitter));
        if (applied.failed(before, nanos, jitter) instanceof Ejection.Out out && !out.equals(before)) {
            metrics.counter(Metric.UPSTREAM_EJECTIONS, upstream, label, reason).inc();
            if (before instanceof Ejection.In) {
                log.warn(
                        "upstream {}: {} is left alone for {}ms at first: {}",
                        upstream,
                        label,
                        millis(out, nanos),
                        detail);
            }
        }
    }

    /** A health check ended; {@code result} is {@code good} or says what went wrong, in a word. */
    void checked(boolean good, String result, UpstreamConfig.Health config) {
        metrics.counter(Metric.UPSTREAM_HEALTH_CHECKS, upstream, label, result).inc();
        Checked before = checked.getAndUpdate(state -> state.after(good, config));
        Checked now = before.after(good, config);
        if (before.well() && !now.well()) {
            log.warn("upstream {}: {} fails its health checks, the last by: {}", upstream, label, result);
        } else if (!before.well() && now.well()) {
            log.info("upstream {}: {} passes its health checks again", upstream, label);
        }
        if (good) {
            succeeded();
        }
    }

    private static long millis(Ejection.Out out, long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(out.untilNanos() - nanos);
    }
}

package dev.freshet.refresh;

import dev.freshet.config.SourceConfig;
import dev.freshet.hand.LastRefresh;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import dev.freshet.observe.Reticence;
import dev.freshet.refresh.gate.GateVerdict;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how the refreshes of one resource end, and logs where that changes: in a row of refreshes without a good payload
 * each reason once, and the end of the row. Confined to the refresh that is running, but for {@link #skipped},
 * {@link #paused}, {@link #lastOutcome}, {@link #last}, {@link #refusals} and {@link #trouble}, which any thread may call.
 */
final class Account {
    private static final Logger log = LoggerFactory.getLogger(Account.class);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NOTHING = Fault.Reason.MISSING.label();

    private final Subject subject;
    private final String label;
    private final Metrics metrics;
    private final Tally tally;
    private final @Nullable Reticence reticence;
    private final DistributionDataPoint seconds;
    private final Map<Outcome.Kind, CounterDataPoint> counters = new EnumMap<>(Outcome.Kind.class);
    private final Set<String> reasonsInRow = new HashSet<>();
    private final Set<String> reasonsToFallBack = new HashSet<>();
    private long row;
    private boolean awaitsFirstPut;
    private final Map<String, Long> refusals = new ConcurrentHashMap<>();
    private volatile @Nullable String trouble;
    private volatile @Nullable LastRefresh last;
    private volatile @Nullable Outcome lastOutcome;

    /** All is well so far; {@code reticence}: of all the resources of a template together, null where it is of none. */
    Account(Subject subject, Metrics metrics, Tally tally, @Nullable Reticence reticence) {
        this.subject = subject;
        this.reticence = reticence;
        this.label = subject.endpoint().label();
        this.awaitsFirstPut = subject.endpoint().source() instanceof SourceConfig.FromPush;
        this.metrics = metrics;
        this.tally = tally;
        this.seconds = metrics.histogram(Metric.REFRESH_SECONDS);
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            counters.put(kind, metrics.counter(Metric.REFRESHES, label, kind.label()));
        }
    }

    /**
     * A refresh ended, {@code nanos} after its tick.
     *
     * @param refusedFirst why the gate refused what the source gave, where the fallback was asked instead; null: it was not
     * @param nowMillis since the epoch
     */
    void ended(Outcome outcome, GateVerdict.@Nullable Refused refusedFirst, long nanos, long nowMillis) {
        seconds.observe(nanos / NANOS_PER_SECOND);
        lastOutcome = outcome;
        last = new LastRefresh(outcome.kind().label(), nowMillis);
        count(outcome.kind());
        if (refusedFirst != null) {
            fellBack(refusedFirst);
        }
        switch (outcome) {
            case Outcome.Published _, Outcome.Unchanged _ -> good(refusedFirst == null);
            case Outcome.Refused(GateVerdict.Refused verdict) -> refused(verdict);
            case Outcome.Failed(Fault fault, long _, Throwable defect) -> failed(fault, defect);
            case Outcome.Held _ -> trouble = "held back: another of its group is not good";
            case Outcome.Superseded _ -> {}
        }
    }

    /** A tick came to nothing, the refresh before it being at work. */
    void skipped() {
        count(Outcome.Kind.SKIPPED);
    }

    /** A tick, or what was heard of a change, came to nothing, the resource being paused. */
    void paused() {
        count(Outcome.Kind.PAUSED);
    }

    /** What the last refresh came to; null: none has ended. */
    @Nullable Outcome lastOutcome() {
        return lastOutcome;
    }

    /** The same in the operator's words. */
    @Nullable LastRefresh last() {
        return last;
    }

    /** How many payloads the gate refused, by reason. */
    Map<String, Long> refusals() {
        return Map.copyOf(refusals);
    }

    /** Why the last refresh brought nothing good, or null where it did. */
    @Nullable String trouble() {
        return trouble;
    }

    private void countRefusal(String reason) {
        metrics.counter(Metric.GATE_REFUSALS, label, reason).inc();
        refusals.merge(reason, 1L, Long::sum);
    }

    private void count(Outcome.Kind kind) {
        Objects.requireNonNull(counters.get(kind)).inc();
        tally.count(kind);
    }

    /** The gate refused the source's payload; that alone is no trouble, while the fallback has a good one. */
    private void fellBack(GateVerdict.Refused verdict) {
        String reason = verdict.reason().label();
        countRefusal(reason);
        if (reasonsToFallBack.add(reason) && mayTell("fallback " + reason)) {
            log.warn(
                    "{}: refused by the gate, so the fallback is asked: {}: {} ({})",
                    label,
                    reason,
                    verdict.detail(),
                    subject.source().description());
        }
    }

    private void good(boolean first) {
        if (first && !reasonsToFallBack.isEmpty()) {
            if (mayTell("no fallback")) {
                log.info("{}: the gate no longer refuses what the source gives", label);
            }
            reasonsToFallBack.clear();
        }
        trouble = null;
        boolean onlyWaited = awaitsFirstPut && reasonsInRow.equals(Set.of(NOTHING));
        awaitsFirstPut = false;
        if (row == 0) {
            return;
        }
        if (!onlyWaited && mayTell("good again")) {
            log.info(
                    "{}: good again after {} that {} not",
                    label,
                    row == 1 ? "1 refresh" : row + " refreshes",
                    row == 1 ? "was" : "were");
        }
        row = 0;
        reasonsInRow.clear();
    }

    private void refused(GateVerdict.Refused verdict) {
        String reason = verdict.reason().label();
        countRefusal(reason);
        String told = reason + ": " + verdict.detail();
        if (isNews("refused " + reason, told)) {
            log.warn(
                    "{}: refused by the gate: {} ({})",
                    label,
                    told,
                    subject.source().description());
        }
    }

    private void failed(Fault fault, @Nullable Throwable defect) {
        String reason = fault.reason().label();
        metrics.counter(Metric.FETCH_FAULTS, label, reason).inc();
        if (!isNews(reason, fault.toString())) {
            return;
        }
        if (awaitsFirstPut && reason.equals(NOTHING)) {
            log.info("{}: waits for its first PUT", label);
        } else if (fault.reason() == Fault.Reason.INTERNAL) {
            log.error("{}: refresh failed: {}", label, fault, defect);
        } else {
            log.warn(
                    "{}: refresh failed: {} ({})",
                    label,
                    fault,
                    subject.source().description());
        }
    }

    private boolean isNews(String reason, String told) {
        row++;
        trouble = told;
        return reasonsInRow.add(reason) && mayTell(reason);
    }

    /** That one of many paths has nothing behind it is not worth a word; what concerns many of them is told now and then. */
    private boolean mayTell(String reason) {
        return reticence == null || (!reason.equals(NOTHING) && reticence.allows(reason));
    }
}

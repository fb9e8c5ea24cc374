package dev.freshet.refresh;

import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Snapshots;
import dev.freshet.observe.Metric;
import dev.freshet.refresh.state.Confirmations;
import dev.freshet.refresh.state.Confirmations.Confirmation;
import dev.freshet.refresh.state.Kept;
import dev.freshet.refresh.state.StateProblemException;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what has been published to the state folder: what is new since the last time, and when everything was last
 * confirmed. From the end of one round to the next lies a second; what is published and replaced in between is not written.
 * Nothing waits for it. Confined to the writer, but for {@link #start}, {@link #stop} and {@link #run}, which only hand over
 * to it.
 */
final class Keeper implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<Unit> units;
    private final RefreshParts parts;
    private final Keeping keeping;
    private final CounterDataPoint writes;
    private final CounterDataPoint failures;
    private final Map<Unit, List<Snapshot>> written = new HashMap<>();
    private Map<String, Confirmation> confirmed = Map.of();
    private @Nullable String trouble;
    private volatile boolean stopped;
    private volatile Timer.@Nullable Scheduled next;

    Keeper(List<Unit> units, RefreshParts parts, Keeping keeping) {
        this.units = units;
        this.parts = parts;
        this.keeping = keeping;
        this.writes = parts.metrics().counter(Metric.STATE_WRITES, "written");
        this.failures = parts.metrics().counter(Metric.STATE_WRITES, "failed");
    }

    /** The first round comes in a second. */
    void start() {
        next = parts.timer().schedule(parts.clock().nanoTime() + PAUSE_NANOS, this);
    }

    /** Writes what is left, and no more. */
    void stop() {
        stopped = true;
        Timer.Scheduled waiting = next;
        if (waiting != null) {
            waiting.cancel();
        }
        handOver(this::end);
    }

    @Override
    public void run() {
        if (!stopped) {
            handOver(this::round);
        }
    }

    private void handOver(Runnable task) {
        try {
            keeping.writer().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("the writer has ended, and with it the process", e);
        }
    }

    private void round() {
        write();
        if (!stopped) {
            start();
        }
    }

    private void end() {
        write();
        try {
            keeping.folder().release();
        } catch (StateProblemException e) {
            log.warn("state: {}", e.getMessage());
        }
    }

    private void write() {
        try {
            if (!keeping.folder().claim()) {
                tell("another process writes to " + keeping.folder());
            } else if (writeNews() && writeConfirmations() && trouble != null) {
                log.info("state: what is published is kept again");
                trouble = null;
            }
        } catch (StateProblemException e) {
            failed(e);
        } catch (RuntimeException e) {
            log.error("state: what is published could not be kept", e);
        }
    }

    /** One that fails keeps no other from being written. */
    private boolean writeNews() {
        boolean good = true;
        boolean any = false;
        for (Unit unit : units) {
            List<Snapshot> current = snapshots(unit);
            if (current.size() == unit.members().size() && isNews(current, written.get(unit))) {
                boolean done = write(unit, current);
                good &= done;
                any |= done;
            }
        }
        if (any) {
            keeping.folder().settle();
        }
        return good;
    }

    /** Of the members that have one, all of one edition. */
    private List<Snapshot> snapshots(Unit unit) {
        Snapshots edition = parts.cache().newestOnes();
        return unit.members().stream()
                .map(each -> edition.get(each.subject().key()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether there is another version, or the clock was set back since. */
    private static boolean isNews(List<Snapshot> current, @Nullable List<Snapshot> before) {
        return before == null
                || IntStream.range(0, current.size())
                        .anyMatch(i -> current.get(i).version() != before.get(i).version()
                                || current.get(i).confirmedAtMillis()
                                        < before.get(i).confirmedAtMillis());
    }

    private boolean write(Unit unit, List<Snapshot> current) {
        List<Kept> kept = IntStream.range(0, current.size())
                .mapToObj(i -> unit.members().get(i).publication().kept(current.get(i)))
                .toList();
        try {
            keeping.folder().write(unit.name(), kept);
            written.put(unit, current);
            writes.inc();
            return true;
        } catch (StateProblemException e) {
            failed(e);
            return false;
        }
    }

    private boolean writeConfirmations() throws StateProblemException {
        Map<String, Confirmation> now = new HashMap<>();
        for (Unit unit : units) {
            for (Member each : unit.members()) {
                Snapshot snapshot = parts.cache().newest(each.subject().key());
                if (snapshot != null) {
                    now.put(each.subject().name(), confirmation(snapshot));
                }
            }
        }
        if (!now.equals(confirmed)) {
            keeping.folder().write(new Confirmations(now));
            confirmed = now;
        }
        return true;
    }

    private static Confirmation confirmation(Snapshot snapshot) {
        return new Confirmation(
                snapshot.version().number(), snapshot.version().fetchedAtMillis(), snapshot.confirmedAtMillis());
    }

    private void failed(StateProblemException e) {
        failures.inc();
        tell(String.valueOf(e.getMessage()));
    }

    /** Once, until all is well again. */
    private void tell(String what) {
        if (trouble == null) {
            log.warn("state: what is published is served, but not kept: {}", what);
        }
        trouble = what;
    }
}

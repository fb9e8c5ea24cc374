package dev.freshet.refresh;

import dev.freshet.cache.Change;
import dev.freshet.refresh.gate.GateVerdict;
import dev.freshet.refresh.state.Confirmations;
import dev.freshet.refresh.state.Kept;
import dev.freshet.refresh.state.StateFolder;
import dev.freshet.refresh.state.StateProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what was kept before the process began, at the age it has. What is damaged, of another endpoint or source, too
 * old, or refused by the gate of today is left where it is, with a warning. Thread-safe: each unit is restored by one thread
 * of the pool; the count is atomic.
 */
final class Restoring {
    private static final Logger log = LoggerFactory.getLogger(Restoring.class);
    private static final int MOST_TOLD = 10;
    private static final long OVERHEAD_BYTES = 64 << 10;
    /** A clock may differ a little after a restart, without having been wrong. */
    private static final long UNREST_MILLIS = 1000;

    private final List<Unit> units;
    private final RefreshParts parts;
    private final StateFolder folder;
    private final AtomicInteger restored = new AtomicInteger();

    Restoring(List<Unit> units, RefreshParts parts, StateFolder folder) {
        this.units = units;
        this.parts = parts;
        this.folder = folder;
    }

    /** Begins; completes when every unit that can be restored has been. */
    CompletableFuture<Void> begin() {
        List<Unit> waiting = units.stream().filter(Unit::awaitRestored).toList();
        return CompletableFuture.supplyAsync(this::lookAround, parts.pools().small())
                .thenCompose(confirmations -> CompletableFuture.allOf(waiting.stream()
                        .map(unit -> CompletableFuture.runAsync(
                                () -> restore(unit, confirmations),
                                parts.pools().small()))
                        .toArray(CompletableFuture[]::new)))
                .thenRun(() -> log.info("state: restored {} of {} resources", restored.get(), resources()));
    }

    private int resources() {
        return units.stream().mapToInt(unit -> unit.members().size()).sum();
    }

    private Confirmations lookAround() {
        try {
            tell(folder.strangers(), "Freshet has not written it");
            tell(folder.orphans(units.stream().map(Unit::name).toList()), "it is of no endpoint there is now");
        } catch (StateProblemException e) {
            log.warn("state: {}", e.getMessage());
        }
        try {
            return folder.confirmations();
        } catch (StateProblemException e) {
            ignored(folder.confirmationsPath(), String.valueOf(e.getMessage()));
            return new Confirmations(Map.of());
        }
    }

    private static void tell(List<Path> files, String why) {
        files.stream().limit(MOST_TOLD).forEach(each -> ignored(each, why));
        if (files.size() > MOST_TOLD) {
            log.warn("state: and so are {} more", files.size() - MOST_TOLD);
        }
    }

    private void restore(Unit unit, Confirmations confirmations) {
        boolean served = false;
        try {
            List<Kept> kept = folder.read(unit.name(), mostBytes(unit), confirmations);
            served = kept != null && publish(unit, kept);
        } catch (StateProblemException e) {
            ignored(unit, unit.name() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("state: {} could not be restored", unit.name(), e);
        } finally {
            unit.restored(served);
        }
    }

    private boolean publish(Unit unit, List<Kept> kept) {
        if (unit.members().stream()
                .anyMatch(each -> parts.cache().newest(each.subject().key()) != null)) {
            return false; // a payload has been put meanwhile, and is newer
        }
        Map<String, Kept> byName = new HashMap<>();
        kept.forEach(each -> byName.put(each.name(), each));
        String misfit = misfit(unit, byName);
        if (misfit != null) {
            ignored(unit, misfit);
            return false;
        }
        List<Change> changes = new ArrayList<>();
        for (Member each : unit.members()) {
            Kept found = Objects.requireNonNull(byName.get(each.subject().name()));
            changes.add(each.publication().restore(found));
        }
        boolean done = parts.cache().replace(changes);
        restored.addAndGet(done ? changes.size() : 0);
        return done;
    }

    /** Why {@code kept} is not for {@code unit}, or no longer; null: it is. */
    private @Nullable String misfit(Unit unit, Map<String, Kept> kept) {
        for (Member each : unit.members()) {
            Subject subject = each.subject();
            Kept found = kept.get(subject.name());
            String misfit = found == null ? "it is of other endpoints" : misfit(subject, found);
            if (misfit != null) {
                return subject.name() + ": " + misfit;
            }
        }
        return kept.size() == unit.members().size() ? null : unit.name() + ": it is of more endpoints";
    }

    private @Nullable String misfit(Subject subject, Kept kept) {
        if (!kept.source().equals(subject.source().description())) {
            return "it is from another source, " + kept.source();
        }
        long ageMillis = parts.clock().epochMillis() - kept.confirmedAtMillis();
        if (ageMillis < -UNREST_MILLIS) {
            return "it is from the future, or the clock was set back: by " + -ageMillis / 1000 + "s";
        }
        long mostMillis = subject.endpoint().maxStale().toMillis();
        if (ageMillis > mostMillis) {
            return ageMillis / 1000 + "s old (expected: at most " + mostMillis / 1000 + "s, which is max-stale)";
        }
        return subject.gate().check(kept.payload(), null) instanceof GateVerdict.Refused(var reason, String detail)
                ? "the gate refuses it: " + reason.label() + ": " + detail
                : null;
    }

    private void ignored(Unit unit, String why) {
        ignored(folder.path(unit.name()), why);
    }

    private static void ignored(Path file, String why) {
        log.warn("state: {} is ignored: {}", file, why);
    }

    private static long mostBytes(Unit unit) {
        return unit.members().stream()
                .mapToLong(each -> each.subject().endpoint().gate().maxSizeBytes() + OVERHEAD_BYTES)
                .sum();
    }
}

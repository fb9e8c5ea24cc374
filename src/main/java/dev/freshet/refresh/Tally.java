package dev.freshet.refresh;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of all resources together. Thread-safe: adders in a map that does not change. */
final class Tally {
    private final Map<Outcome.Kind, LongAdder> counts = new EnumMap<>(Outcome.Kind.class);

    Tally() {
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /** One more. */
    void count(Outcome.Kind kind) {
        adder(kind).increment();
    }

    /** What was counted so far; not one instant while refreshes end. */
    Totals totals() {
        return new Totals(
                adder(Outcome.Kind.PUBLISHED).sum(),
                adder(Outcome.Kind.UNCHANGED).sum(),
                adder(Outcome.Kind.REFUSED).sum(),
                adder(Outcome.Kind.FAILED).sum(),
                adder(Outcome.Kind.SKIPPED).sum());
    }

    private LongAdder adder(Outcome.Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }
}

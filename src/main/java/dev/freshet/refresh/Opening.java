package dev.freshet.refresh;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first refresh of every unit, as soon as possible but not more than so many at a time. Ticks do not wait for it:
 * where one source hangs and keeps every place taken, the others get their first refresh by their first tick.
 * Thread-safe: the next place is an atomic number.
 */
final class Opening {
    private static final int AT_A_TIME = 64;

    private final List<Unit> units;
    private final AtomicInteger next = new AtomicInteger();

    /** Of {@code units}, in this order. */
    Opening(List<Unit> units) {
        this.units = units;
    }

    /** Begins. */
    void begin() {
        for (int i = 0; i < AT_A_TIME; i++) {
            beginNext();
        }
    }

    private void beginNext() {
        for (int i = next.getAndIncrement(); i < units.size(); i = next.getAndIncrement()) {
            if (units.get(i).refreshFirst(this::beginNext)) {
                return;
            }
        }
    }
}

package dev.freshet.refresh.template;

import dev.freshet.config.Rate;
import dev.freshet.observe.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may begin: as many at any moment as the rate has in its time, and then one after each of its shares. Thread-safe:
 * one number, when all that has been allowed would be due, exchanged whole.
 */
final class Allowance {
    private final Clock clock;
    private final long perNanos;
    private final long shareNanos;
    private final AtomicLong dueNanos;

    /** Nothing has begun. */
    Allowance(Rate rate, Clock clock) {
        this.clock = clock;
        this.perNanos = rate.per().toNanos();
        this.shareNanos = Math.max(1, perNanos / rate.count());
        this.dueNanos = new AtomicLong(clock.nanoTime());
    }

    /** Whether one more may begin now; if so, it has. */
    boolean take() {
        while (true) {
            long now = clock.nanoTime();
            long before = dueNanos.get();
            long due = (before - now > 0 ? before : now) + shareNanos;
            if (due - now > perNanos) {
                return false;
            }
            if (dueNanos.compareAndSet(before, due)) {
                return true;
            }
        }
    }
}

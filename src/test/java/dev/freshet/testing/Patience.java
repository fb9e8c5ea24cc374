package dev.freshet.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread is about to do. Thread-safe: has no state. */
public final class Patience {
    private static final long PAUSE_NANOS = 2_000_000;

    private Patience() {}

    /** Asks until {@code condition} holds or {@code deadline} has passed; whether it holds. */
    public static boolean until(BooleanSupplier condition, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}

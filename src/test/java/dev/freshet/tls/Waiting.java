package dev.freshet.tls;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what has no future to wait on. Immutable. */
final class Waiting {
    private static final int TURNS = 20_000;
    private static final long TURN_NANOS = 1_000_000;

    private Waiting() {}

    /** Returns when {@code condition} holds; fails after about 20 seconds. */
    static void until(BooleanSupplier condition) {
        for (int i = 0; i < TURNS; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(TURN_NANOS);
        }
        throw new AssertionError("the condition did not come about");
    }
}

package dev.freshet.refresh;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees when the wall clock is set back, and sets back with it what the snapshots say of their confirmation: else they would
 * look younger than they are, and be served beyond {@code max-stale}. A clock that is set forward is believed: that is also
 * what a machine sees that was suspended. Confined to the timer, but for {@link #start} before it and {@link #stop} at any
 * time.
 */
final class ClockWatch implements Runnable {
    private static final long EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private final Supplier<List<Unit>> units;
    private final RefreshParts parts;
    private final ClockOffset offset;
    private long lastMillis;
    private volatile boolean stopped;
    private volatile Timer.@Nullable Scheduled next;

    /** {@code units}: those there are at the time. */
    ClockWatch(Supplier<List<Unit>> units, RefreshParts parts, ClockOffset offset) {
        this.units = units;
        this.parts = parts;
        this.offset = offset;
        this.lastMillis = offset.millis();
    }

    /** From now on. */
    void start() {
        next = parts.timer().schedule(parts.clock().nanoTime() + EVERY_NANOS, this);
    }

    void stop() {
        stopped = true;
        Timer.Scheduled waiting = next;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    @Override
    public void run() {
        if (stopped) {
            return;
        }
        long nowMillis = offset.millis();
        if (nowMillis > lastMillis) {
            lastMillis = nowMillis;
        } else if (lastMillis - nowMillis >= Publication.LEAST_STEP_MILLIS) {
            lastMillis = nowMillis;
            units.get()
                    .forEach(unit ->
                            unit.members().forEach(each -> each.publication().setBack(nowMillis)));
        }
        start();
    }
}

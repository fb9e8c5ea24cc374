package dev.freshet.refresh;

import dev.freshet.observe.Clock;
import dev.freshet.refresh.schedule.Ticks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a refresh at each tick that is wanted: every one while all is well, later ones where the refresh before asked for a
 * longer wait. A tick that runs later than a whole interval shows that the machine stood still, and with it every other
 * resource: rather than all at once, each is refreshed at its own next tick. Two such ticks in a row show a timer under
 * load, and the second is taken. Confined to the timer, but for {@link #start} before it, {@link #stop} and {@link #pace},
 * which any thread may call: what they leave is volatile.
 */
final class Beat implements Runnable {
    /** A retry that is no tick is put on the same grid, for the same reason. */
    private static final long GRID_NANOS = Duration.ofMillis(10).toNanos();

    private final Ticks ticks;
    private final Runnable refresh;
    private final Clock clock;
    private final Timer timer;
    private boolean rejoining;
    private volatile long dueNanos;
    private volatile long notBeforeNanos;
    private volatile boolean stopped;
    private volatile Timer.@Nullable Scheduled next;
    private volatile Timer.@Nullable Scheduled retry;

    /** Runs {@code refresh} at {@code ticks}, from {@link #start} on. */
    Beat(Ticks ticks, Runnable refresh, RefreshParts parts) {
        this.ticks = ticks;
        this.refresh = refresh;
        this.clock = parts.clock();
        this.timer = parts.timer();
        this.notBeforeNanos = clock.nanoTime();
    }

    /** Waits for the first tick. */
    void start() {
        await(ticks.after(clock.nanoTime()));
    }

    /** Ends the beat; a tick that runs at this moment may still refresh once. */
    void stop() {
        stopped = true;
        cancel(next);
        cancel(retry);
    }

    /**
     * The next refresh is wanted {@code waitNanos} after {@code startedNanos}, when the one before began: at the tick that is
     * nearest, or between ticks where that comes too late.
     */
    void pace(long startedNanos, long waitNanos) {
        cancel(retry);
        long interval = ticks.intervalNanos();
        boolean skips = waitNanos > interval;
        notBeforeNanos = skips ? startedNanos + waitNanos - interval / 2 : startedNanos;
        long now = clock.nanoTime();
        if (waitNanos < interval) {
            retryAt(Math.max(0, startedNanos + waitNanos - now) + now);
        } else if (!skips && dueNanos - now > interval) {
            timer.schedule(now, this::rejoin);
        }
    }

    /** When the next refresh is wanted, as things are. From any thread. */
    long nextNanos() {
        long due = dueNanos;
        long notBefore = notBeforeNanos;
        return due - notBefore >= 0 ? due : notBefore;
    }

    @Override
    public void run() {
        if (stopped) {
            return;
        }
        long now = clock.nanoTime();
        long due = ticks.corrected(dueNanos);
        if (due - now > 0) {
            await(due);
        } else if (now - notBeforeNanos < 0) {
            await(ticks.after(notBeforeNanos - 1));
        } else {
            rejoining = now - due >= ticks.intervalNanos() && !rejoining;
            await(ticks.after(now));
            if (!rejoining) {
                refresh.run();
            }
        }
    }

    /** From a far tick to the next. */
    private void rejoin() {
        if (!stopped) {
            cancel(next);
            await(ticks.after(clock.nanoTime()));
        }
    }

    private void retryAt(long nanos) {
        long onGrid = nanos + Math.floorMod(-nanos, GRID_NANOS);
        if (onGrid - dueNanos < 0) {
            retry = timer.schedule(onGrid, () -> {
                if (!stopped) {
                    refresh.run();
                }
            });
        }
    }

    private void await(long atNanos) {
        dueNanos = atNanos;
        long now = clock.nanoTime();
        long patience = Math.min(atNanos - now, ticks.patienceNanos());
        next = timer.schedule(now + patience, this);
    }

    private static void cancel(Timer.@Nullable Scheduled scheduled) {
        if (scheduled != null) {
            scheduled.cancel();
        }
    }
}

package dev.freshet.refresh;

import dev.freshet.observe.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes one resource at each of its ticks. A tick that runs later than a whole interval shows that the machine stood
 * still, and with it every other resource: rather than all at once, each is refreshed at its own next tick. Two such ticks
 * in a row show a timer under load, and the second is taken. Confined to the timer, but for {@link #start} before it and
 * {@link #stop} at any time.
 */
final class Beat implements Runnable {
    private final Resource resource;
    private final Ticks ticks;
    private final Clock clock;
    private final Timer timer;
    private long dueNanos;
    private boolean rejoining;
    private volatile boolean stopped;
    private volatile Timer.@Nullable Scheduled next;

    /** Refreshes {@code resource} at {@code ticks}, from {@link #start} on. */
    Beat(Resource resource, Ticks ticks, RefreshParts parts) {
        this.resource = resource;
        this.ticks = ticks;
        this.clock = parts.clock();
        this.timer = parts.timer();
    }

    /** Waits for the first tick. */
    void start() {
        await(ticks.firstNanos());
    }

    /** Ends the beat; a tick that runs at this moment may still refresh once. */
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
        long now = clock.nanoTime();
        long lateNanos = now - dueNanos;
        rejoining = lateNanos >= ticks.intervalNanos() && !rejoining;
        await(ticks.after(lateNanos < 0 ? dueNanos : now));
        if (!rejoining) {
            resource.tick();
        }
    }

    private void await(long atNanos) {
        dueNanos = atNanos;
        next = timer.schedule(atNanos, this);
    }
}

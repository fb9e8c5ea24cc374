package dev.freshet.demo;

import dev.freshet.observe.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told to. Thread-safe: atomic. */
final class StillClock implements Clock {
    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

    @Override
    public long epochMillis() {
        return millis.get();
    }

    @Override
    public long nanoTime() {
        return TimeUnit.MILLISECONDS.toNanos(millis.get());
    }

    void advanceSeconds(int seconds) {
        millis.addAndGet(seconds * 1000L);
    }
}

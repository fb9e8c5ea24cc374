package dev.freshet.testing;

import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when a test moves it. Thread-safe: an atomic. */
public final class SettableClock implements Clock {
    private static final long START_MILLIS = 1_789_000_000_000L; // on a whole second

    private final AtomicLong nanos = new AtomicLong();

    /** Moves both times on. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long epochMillis() {
        return START_MILLIS + nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }
}

package dev.freshet.admin;

import dev.freshet.observe.Clock;
import java.time.Duration;
import java.time.Instant;

/** Virtual time, moved by the test. Thread-safe: one volatile field, written by the test alone. */
final class SettableClock implements Clock {
    private volatile long epochMillis = Instant.parse("2026-03-01T12:00:05Z").toEpochMilli();

    @Override
    public long epochMillis() {
        return epochMillis;
    }

    @Override
    public long nanoTime() {
        return epochMillis * 1_000_000;
    }

    void pass(Duration time) {
        epochMillis += time.toMillis();
    }
}

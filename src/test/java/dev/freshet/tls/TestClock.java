package dev.freshet.tls;

import dev.freshet.observe.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that the test moves. Thread-safe: one atomic. */
final class TestClock implements Clock {
    private final AtomicLong millis;

    TestClock(Instant start) {
        millis = new AtomicLong(start.toEpochMilli());
    }

    static TestClock now() {
        return new TestClock(Instant.now());
    }

    void advance(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public long epochMillis() {
        return millis.get();
    }

    @Override
    public long nanoTime() {
        return Duration.ofMillis(millis.get()).toNanos();
    }
}

package dev.freshet.observe;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps what is told of many things that fail for the same reason within bounds: each reason once a minute. Thread-safe: a
 * concurrent map of times, with an entry for each reason there is.
 */
public final class Reticence {
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final ConcurrentMap<String, Long> toldNanos = new ConcurrentHashMap<>();

    /** Nothing has been told yet. */
    public Reticence(Clock clock) {
        this.clock = clock;
    }

    /** Whether {@code reason}, one of few, may be told now; if so, it will be told. */
    public boolean allows(String reason) {
        long now = clock.nanoTime();
        Long before = toldNanos.get(reason);
        if (before == null) {
            return toldNanos.putIfAbsent(reason, now) == null;
        }
        return now - before >= PAUSE_NANOS && toldNanos.replace(reason, before, now);
    }
}

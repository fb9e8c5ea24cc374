package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The keys whose last response was for one client only, remembered for a while so that nobody waits in vain for a response
 * to share. Thread-safe: Caffeine's.
 */
public final class UnsharedKeys {
    private static final long MOST = 100_000;
    private static final Duration WHILE = Duration.ofMinutes(1);

    private final Cache<CollapseKey, Boolean> keys;

    /** {@code executor} runs Caffeine's maintenance. */
    public UnsharedKeys(Clock clock, Executor executor) {
        keys = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(WHILE)
                .ticker(clock::nanoTime)
                .executor(executor)
                .build();
    }

    /** Whether nobody should wait for another's response. */
    public boolean contains(CollapseKey key) {
        return keys.getIfPresent(key) != null;
    }

    /** A response has come that is for one client only. */
    public void add(CollapseKey key) {
        keys.put(key, Boolean.TRUE);
    }

    /** A response has come that is for others too. */
    public void remove(CollapseKey key) {
        keys.invalidate(key);
    }
}

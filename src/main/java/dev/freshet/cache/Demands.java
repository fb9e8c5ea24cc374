package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The demand for what was asked for lately, the most frequent of it where there is too much. Thread-safe: Caffeine's. */
public final class Demands {
    private static final long MOST = 100_000;
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final Cache<CollapseKey, Demand> demands;

    /** {@code executor} runs Caffeine's maintenance. */
    public Demands(Clock clock, Executor executor) {
        demands = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(LATELY)
                .ticker(clock::nanoTime)
                .executor(executor)
                .build();
    }

    /** That for {@code key}; new where it was not asked for lately. */
    public Demand of(CollapseKey key) {
        return demands.get(key, _ -> new Demand());
    }
}

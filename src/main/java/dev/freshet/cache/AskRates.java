package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.observe.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** How often what was asked for lately is asked for, the most frequent where there is too much. Thread-safe: Caffeine's. */
public final class AskRates {
    private static final long MOST = 100_000;
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final Cache<CollapseKey, AskRate> rates;

    /** {@code executor} runs Caffeine's maintenance. */
    public AskRates(Clock clock, Executor executor) {
        rates = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(LATELY)
                .ticker(clock::nanoTime)
                .executor(executor)
                .build();
    }

    /** That for {@code key}; new where it was not asked for lately. */
    public AskRate of(CollapseKey key) {
        return rates.get(key, _ -> new AskRate());
    }
}

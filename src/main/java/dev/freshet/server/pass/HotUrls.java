package dev.freshet.server.pass;

import dev.freshet.cache.AskRate;
import dev.freshet.cache.AskRates;
import dev.freshet.cache.CollapseKey;
import dev.freshet.cache.StoredResponse;
import dev.freshet.config.AutoHotConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds the passed URLs that are asked for so often that they are kept fresh in the store. Thread-safe: concurrent maps and
 * atomics; the refreshing of each URL belongs to the event loop on which it became hot.
 */
final class HotUrls {
    private final AskRates rates;
    private final Clock clock;
    private final Map<AutoHotConfig, AtomicInteger> taken = new ConcurrentHashMap<>();

    /** {@code executor} runs the maintenance of what is remembered. */
    HotUrls(Metrics metrics, Clock clock, Executor executor) {
        this.rates = new AskRates(clock, executor);
        this.clock = clock;
        metrics.contribute(
                Metric.AUTO_HOT_URLS,
                values -> values.add(
                        taken.values().stream().mapToInt(AtomicInteger::get).sum()));
    }

    /**
     * A request has been answered by what is {@code stored}: it becomes hot where that is so often. What carries credentials
     * never does, for it would be refreshed with them. On the loop of {@code passes}.
     */
    void answered(Passes passes, Route route, PassRequest asked, List<StoredResponse> stored) {
        AutoHotConfig config = route.autoHot();
        if (config == null || !asked.isGet() || asked.hasCredentials()) {
            return;
        }
        CollapseKey key = asked.collapseKey(stored);
        AskRate rate = rates.of(key);
        if (rate.asked(window(config)) >= config.rate().count() && rate.take()) {
            AtomicInteger all = taken.computeIfAbsent(config, _ -> new AtomicInteger());
            Runnable letGo = () -> {
                all.decrementAndGet();
                rate.release();
            };
            if (all.incrementAndGet() > config.maxResources()) {
                letGo.run();
            } else {
                new HotUrl(this, passes, route.upstream(), asked.forRefreshing(stored), config, rate, letGo).begin();
            }
        }
    }

    /** The number of the window in which demand is counted now. */
    long window(AutoHotConfig config) {
        return Math.floorMod(Math.floorDiv(clock.nanoTime(), config.rate().per().toNanos()), AskRate.WINDOWS);
    }
}

package dev.freshet.refresh;

import dev.freshet.config.SourceConfig;
import dev.freshet.observe.Metric;
import dev.freshet.observe.Metrics;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lane of every upstream. Redis and files need none: the one has a single connection with a bounded queue, the others
 * are read by the few threads of a pool. Immutable; the lanes are thread-safe.
 */
final class Lanes {
    private final Map<String, Lane> byUpstream;

    /** {@code fetches}: how many each upstream bears at once, by its name. */
    Lanes(Map<String, Integer> fetches) {
        Map<String, Lane> lanes = new HashMap<>();
        fetches.forEach((upstream, most) -> lanes.put(upstream, new Lane(most)));
        byUpstream = Map.copyOf(lanes);
    }

    /** Lets scrapes see them from now on. */
    void register(Metrics metrics) {
        metrics.contribute(
                Metric.FETCHES, values -> byUpstream.forEach((name, lane) -> values.add(lane.running(), name)));
        metrics.contribute(
                Metric.FETCHES_WAITING, values -> byUpstream.forEach((name, lane) -> values.add(lane.waiting(), name)));
    }

    /** The lane of fetches from {@code source}; null: they may begin at any time. */
    @Nullable Lane of(SourceConfig source) {
        return source instanceof SourceConfig.FromUpstream from ? byUpstream.get(from.upstream()) : null;
    }
}

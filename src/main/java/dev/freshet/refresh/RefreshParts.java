package dev.freshet.refresh;

import dev.freshet.cache.Demand;
import dev.freshet.cache.Renderer;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a refresher works with; all of it belongs to the caller, who closes it after {@link Refresher#stop()}. Immutable.
 *
 * @param cache where snapshots are published
 * @param renderer makes the representations of a new version
 * @param metrics counts every refresh
 * @param clock the time of ticks and of snapshots
 * @param timer runs ticks and deadlines
 * @param pools run gate and renderer
 * @param fetches how many fetches each upstream bears at once, by its name
 * @param demand for what is refreshed
 * @param keeping how snapshots outlive the process; null: they do not
 */
public record RefreshParts(
        SnapshotCache cache,
        Renderer renderer,
        Metrics metrics,
        Clock clock,
        Timer timer,
        Pools pools,
        Map<String, Integer> fetches,
        Demand demand,
        @Nullable Keeping keeping) {

    /** Copies the map. */
    public RefreshParts {
        fetches = Map.copyOf(fetches);
    }
}

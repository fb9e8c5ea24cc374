package dev.freshet.server;

import dev.freshet.cache.Demand;
import dev.freshet.config.LimitsConfig;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Verdict;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import dev.freshet.server.pass.Route;
import dev.freshet.server.pass.SharedCache;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import java.util.Objects;

/**
 * What every listener and every event loop serves. Immutable; what it holds is thread-safe.
 *
 * @param demand for the endpoints; the event loops count it
 * @param decider decides about requests
 * @param upstreams that requests are passed to, by name; empty: nothing is passed
 * @param cache of what is passed
 * @param limits on clients
 * @param allocator of every buffer
 */
public record Site(
        Demand demand,
        Decider decider,
        Map<String, Upstream> upstreams,
        SharedCache cache,
        LimitsConfig limits,
        Metrics metrics,
        Clock clock,
        ByteBufAllocator allocator) {
    /** Copies the map. */
    public Site {
        upstreams = Map.copyOf(upstreams);
    }

    /** Where a verdict sends a request. */
    Route route(Verdict.Pass passed) {
        String name = passed.upstream();
        return new Route(Objects.requireNonNull(upstreams.get(name), name), passed.autoHot());
    }

    /** Whether anything is passed at all. */
    boolean passes() {
        return !upstreams.isEmpty();
    }
}

package dev.freshet.refresh.template;

import dev.freshet.cache.Demand;
import dev.freshet.cache.SnapshotCache;
import dev.freshet.config.EndpointConfig;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Metrics;
import dev.freshet.refresh.Refresher;
import dev.freshet.refresh.Subject;
import dev.freshet.refresh.Timer;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * What the resources of templates work with; all of it belongs to the caller. Immutable.
 *
 * @param refresher fetches them, and keeps them fresh
 * @param subjects from a template and one of its resources to what is refreshed
 * @param cache where the refresher publishes
 * @param demand counts who asks for them
 * @param timer runs deadlines and the sweeps
 * @param pool runs what follows a fetch; may be busy for a while
 */
public record TemplateParts(
        Refresher refresher,
        BiFunction<EndpointConfig, EndpointConfig, Subject> subjects,
        SnapshotCache cache,
        Demand demand,
        Metrics metrics,
        Clock clock,
        Timer timer,
        Executor pool) {}

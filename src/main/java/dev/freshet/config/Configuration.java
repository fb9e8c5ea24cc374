package dev.freshet.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One whole configuration file, checked: every name it refers to exists, every number is within its bounds, every
 * relative path has been resolved against the folder of the file. Immutable.
 *
 * @param file where it was read from
 * @param listeners at least one
 * @param admin where health and metrics are served
 * @param upstreams by name
 * @param redis by name
 * @param endpoints in the order of the file; no two answer the same host and path
 * @param pass where everything else goes; null: it gets 404
 * @param cache the bound of what is not pinned
 * @param limits bounds on what clients may take
 * @param state the folder where snapshots are kept; null: they are not
 * @param share what makes it one of a fleet; null: it is alone
 * @param startDeadline how long the first refresh may delay the listeners
 * @param stopDeadline how long a graceful stop waits for answers in flight
 */
public record Configuration(
        Path file,
        List<ListenerConfig> listeners,
        AdminConfig admin,
        Map<String, UpstreamConfig> upstreams,
        Map<String, RedisConfig> redis,
        List<EndpointConfig> endpoints,
        @Nullable PassConfig pass,
        CacheConfig cache,
        LimitsConfig limits,
        @Nullable Path state,
        @Nullable ShareConfig share,
        Duration startDeadline,
        Duration stopDeadline) {

    /** The endpoints with one path each, in the order of the file. */
    public List<EndpointConfig> exactEndpoints() {
        return endpoints.stream().filter(each -> each.template() == null).toList();
    }

    /** Copies the collections. */
    public Configuration {
        listeners = List.copyOf(listeners);
        upstreams = Map.copyOf(upstreams);
        redis = Map.copyOf(redis);
        endpoints = List.copyOf(endpoints);
    }
}

package dev.freshet.refresh;

import dev.freshet.cache.ResourceKey;
import dev.freshet.config.EndpointConfig;
import dev.freshet.source.Source;

/**
 * One resource that is to be kept fresh. Immutable.
 *
 * @param key what its snapshots are put under
 * @param endpoint the interval, the deadline, the gate and the label in metrics and logs
 * @param source where its payload comes from; a chain where the endpoint has a fallback
 */
public record Subject(ResourceKey key, EndpointConfig endpoint, Source source) {}

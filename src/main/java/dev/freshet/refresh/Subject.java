package dev.freshet.refresh;

import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.EndpointConfig;
import dev.freshet.refresh.gate.Gate;
import dev.freshet.source.Source;

/**
 * One resource that is to be kept fresh. Immutable.
 *
 * @param key what its snapshots are put under
 * @param endpoint the interval, the deadline and the label in metrics and logs
 * @param source where its payload comes from; a chain where the endpoint has a fallback
 * @param gate what a payload must pass
 */
public record Subject(ResourceKey key, EndpointConfig endpoint, Source source, Gate gate) {
    /** What phases and files are named after: a resource, not its endpoint, which may have several. */
    String name() {
        return key.host() == null ? key.path() : key.host() + key.path();
    }

    /** Whether clients may be served {@code snapshot} of it at {@code nowMillis}. */
    boolean mayServe(Snapshot snapshot, long nowMillis) {
        return snapshot.mayBeServed(nowMillis, endpoint.maxStale().toMillis());
    }

    /** With the endpoint's gate, which names no schema. */
    public Subject(ResourceKey key, EndpointConfig endpoint, Source source) {
        this(key, endpoint, source, new Gate(endpoint.gate(), endpoint.contentType(), null));
    }
}

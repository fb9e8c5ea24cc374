package dev.freshet.hand;

import dev.freshet.cache.Payload;
import dev.freshet.cache.ResourceKey;
import dev.freshet.config.EndpointConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Shows the resources, and acts on them. Implementations are thread-safe and do not block. */
public interface Hand {
    /** Every resource, in the order of the configuration, but those of a group together. */
    List<ResourceView> resources();

    /** One resource; null: there is none under {@code key}. */
    @Nullable ResourceView resource(ResourceKey key);

    /** The payload of an earlier version of a resource; null: it is not kept. */
    @Nullable Payload earlier(ResourceKey key, long number);

    /** The endpoint of a resource; null: there is none under {@code key}. */
    @Nullable EndpointConfig endpoint(ResourceKey key);

    /**
     * Does {@code act}. Completes on any thread, always normally, and within seconds; what gates and renders runs
     * elsewhere.
     */
    CompletableFuture<Deed> act(ResourceKey key, Act act);
}

package dev.freshet.admin;

import dev.freshet.cache.Payload;
import dev.freshet.cache.ResourceKey;
import dev.freshet.config.EndpointConfig;
import dev.freshet.hand.Act;
import dev.freshet.hand.Deed;
import dev.freshet.hand.Hand;
import dev.freshet.hand.ResourceView;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Nothing is kept fresh. Immutable. */
record NoResources() implements Hand {
    @Override
    public List<ResourceView> resources() {
        return List.of();
    }

    @Override
    public ResourceView resource(ResourceKey key) {
        return null;
    }

    @Override
    public Payload earlier(ResourceKey key, long number) {
        return null;
    }

    @Override
    public EndpointConfig endpoint(ResourceKey key) {
        return null;
    }

    @Override
    public CompletableFuture<Deed> act(ResourceKey key, Act act) {
        throw new AssertionError("there is nothing to act on");
    }
}

package dev.freshet.hand;

import dev.freshet.cache.PinTerm;
import dev.freshet.cache.ResourceKey;
import dev.freshet.cache.Snapshot;
import dev.freshet.config.EndpointConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource as it stands, which while refreshes run is not one instant. Immutable.
 *
 * @param endpoint the one it belongs to
 * @param source where its payload comes from, in words
 * @param served what clients get, where it is not too old; null: there is nothing
 * @param newest what refreshing published last; the same unless another is pinned over it
 * @param last how the last refresh ended; null: none has
 * @param trouble why it brought nothing good, in one line; null: it did
 * @param refusals how many payloads the gate refused, by reason
 * @param nextTickMillis when the next tick is due, since the epoch; null: none is
 * @param pause null: it is not paused
 * @param pin null: nothing is pinned
 * @param earlier the versions that are kept, the newest first
 */
public record ResourceView(
        ResourceKey key,
        EndpointConfig endpoint,
        String source,
        @Nullable Snapshot served,
        @Nullable Snapshot newest,
        @Nullable LastRefresh last,
        @Nullable String trouble,
        Map<String, Long> refusals,
        @Nullable Long nextTickMillis,
        @Nullable Pause pause,
        @Nullable PinTerm pin,
        List<EarlierVersion> earlier) {
    /** Copies the collections. */
    public ResourceView {
        refusals = Map.copyOf(refusals);
        earlier = List.copyOf(earlier);
    }
}

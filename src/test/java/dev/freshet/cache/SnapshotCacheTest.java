package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SnapshotCacheTest {
    private static final ResourceKey PINNED = new ResourceKey(null, "/live.json", true);
    private static final ResourceKey BOUNDED = new ResourceKey("example.org", "/a", false);

    private final SnapshotCache cache = new SnapshotCache(1000, Runnable::run);

    @Test
    void whatWasPutIsGotten() {
        Snapshot snapshot = snapshot(10);
        cache.put(PINNED, snapshot);

        assertThat(cache.get(PINNED)).isSameAs(snapshot);
    }

    @Test
    void whatWasNeverPutIsNotThere() {
        assertThat(cache.get(PINNED)).isNull();
    }

    @Test
    void aPutReplacesTheSnapshotBefore() {
        cache.put(PINNED, snapshot(10));
        Snapshot second = snapshot(20);
        cache.put(PINNED, second);

        assertThat(cache.get(PINNED)).isSameAs(second);
        assertThat(cache.pinnedBytes()).isEqualTo(20);
    }

    @Test
    void aRemovedResourceIsForgotten() {
        cache.put(PINNED, snapshot(10));
        cache.remove(PINNED);

        assertThat(cache.get(PINNED)).isNull();
    }

    @Test
    void keysOfAnotherHostPathOrPinningAreOthers() {
        cache.put(BOUNDED, snapshot(10));

        assertThat(cache.get(new ResourceKey("example.com", "/a", false))).isNull();
        assertThat(cache.get(new ResourceKey(null, "/a", false))).isNull();
        assertThat(cache.get(new ResourceKey("example.org", "/b", false))).isNull();
        assertThat(cache.get(new ResourceKey("example.org", "/a", true))).isNull();
    }

    @Test
    void whatIsPinnedStaysWhateverItWeighs() {
        List<ResourceKey> keys = keys(true);
        keys.forEach(key -> cache.put(key, snapshot(5000)));

        assertThat(keys).allMatch(key -> cache.get(key) != null);
        assertThat(cache.pinnedBytes()).isEqualTo(5000L * keys.size());
    }

    @Test
    void whatIsNotPinnedSharesTheBound() {
        keys(false).forEach(key -> cache.put(key, snapshot(100)));

        assertThat(cache.boundedBytes()).isBetween(500L, 1000L);
    }

    @Test
    void whatIsPinnedTakesNothingFromTheBound() {
        keys(true).forEach(key -> cache.put(key, snapshot(5000)));
        cache.put(BOUNDED, snapshot(900));

        assertThat(cache.get(BOUNDED)).isNotNull();
        assertThat(cache.boundedBytes()).isEqualTo(900);
    }

    private static List<ResourceKey> keys(boolean pinned) {
        return IntStream.range(0, 200)
                .mapToObj(i -> new ResourceKey(null, "/" + i, pinned))
                .toList();
    }

    private static Snapshot snapshot(int bytes) {
        Representation identity = new Representation(Coding.IDENTITY, new byte[bytes], "\"a\"");
        return new Snapshot(new Version(1, "text/plain", List.of(identity), 0), 0);
    }
}

package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.CacheConfig;
import dev.freshet.observe.Metrics;
import dev.freshet.testing.SettableClock;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The store by itself; what is decided about it is tested with the decisions. */
final class StoredResponsesTest {
    private static final StoredKey KEY = StoredKey.of("https", "h.example", "/a");

    private final SettableClock clock = new SettableClock();
    private final Metrics metrics = new Metrics();
    private final StoredResponses store = new StoredResponses(
            new CacheConfig(100_000, 50_000, Duration.ofSeconds(5), false), metrics, clock, Runnable::run);

    @Test
    void whatIsPutIsFoundAndTheListStaysTheSameUntilSomethingChanges() {
        StoredResponse one = response(Variant.ONLY, 10, 100);
        put(KEY, one);

        List<StoredResponse> found = store.find(KEY);

        assertThat(found).containsExactly(one);
        assertThat(store.find(KEY)).isSameAs(found);
        assertThat(store.find(StoredKey.of("http", "h.example", "/a"))).isSameAs(List.of());
    }

    @Test
    void aResponseTakesThePlaceOfThoseItSupersedes() {
        StoredResponse german = response(variant("de"), 10, 1);
        StoredResponse english = response(variant("en"), 10, 1);
        StoredResponse plain = response(Variant.ONLY, 10, 1);
        put(KEY, german);
        put(KEY, english);

        store.put(KEY, store.turn(), plain, each -> each == german.head());

        assertThat(store.find(KEY)).containsExactly(english, plain);
        put(KEY, response(Variant.ONLY, 10, 2));
        assertThat(store.find(KEY)).hasSize(2).doesNotContain(plain);
    }

    @Test
    void oneKeyHoldsSoManyVariantsAndNoMore() {
        for (int i = 0; i < 100; i++) {
            put(KEY, response(variant("v" + i), 10, 1));
        }

        assertThat(store.find(KEY)).hasSize(64);
        assertThat(store.find(KEY).getLast().head().variant()).isEqualTo(variant("v99"));
    }

    @Test
    void theBudgetIsKeptAndEvictionsAreCounted() {
        for (int i = 0; i < 100; i++) {
            put(StoredKey.of("https", "h.example", "/" + i), response(Variant.ONLY, 10, 5_000));
        }

        assertThat(store.bytes()).isBetween(50_000L, 100_000L);
        assertThat(metric("freshet_store_changes_total{change=\"evicted\"} " + (100.0 - store.count())))
                .isTrue();
    }

    @Test
    void whatIsOfNoMoreUseIsLetGo() {
        put(KEY, response(Variant.ONLY, 10, 1));
        StoredKey other = StoredKey.of("https", "h.example", "/tagged");
        put(other, response(Variant.ONLY, 10, 1, "etag", "\"a\""));

        clock.advance(Duration.ofSeconds(14));
        assertThat(store.find(KEY)).hasSize(1); // it may stand in for an error, or be wanted stale
        clock.advance(Duration.ofSeconds(2));

        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.find(other)).hasSize(1);
        clock.advance(Duration.ofHours(25));
        assertThat(store.find(other)).isEmpty();
    }

    @Test
    void whatWasAskedForBeforeAnInvalidationIsNotStoredAfterIt() {
        long before = store.turn();
        store.invalidate(KEY);

        assertThat(store.put(KEY, before, response(Variant.ONLY, 10, 1), _ -> false))
                .isFalse();
        assertThat(store.find(KEY)).isEmpty();
        assertThat(put(KEY, response(Variant.ONLY, 10, 1))).isTrue();
        assertThat(store.put(KEY, before, response(Variant.ONLY, 10, 1), _ -> false))
                .isFalse();
    }

    @Test
    void whatIsConfirmedKeepsItsBodyAndWhatIsGoneStaysGone() {
        StoredResponse one = response(Variant.ONLY, 10, 7);
        put(KEY, one);
        StoredHead fresher = response(Variant.ONLY, 60, 7).head();

        store.replace(KEY, store.turn(), one.head(), fresher);

        assertThat(store.find(KEY).getFirst().head()).isSameAs(fresher);
        assertThat(store.find(KEY).getFirst().body()).isSameAs(one.body());
        store.replace(KEY, store.turn(), one.head(), one.head());
        assertThat(store.find(KEY).getFirst().head()).isSameAs(fresher);
        store.remove(KEY, fresher);
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void aPurgeCoversAUrlAPrefixOrATag() {
        put(KEY, response(Variant.ONLY, 10, 1, "surrogate-key", "one two", "etag", "x"));
        put(
                StoredKey.of("https", "h.example", "/ab"),
                response(Variant.ONLY, 10, 1, "cache-tag", "two, three", "etag", "x"));
        put(StoredKey.of("https", "other.example", "/a"), response(Variant.ONLY, 10, 1));

        assertThat(store.purge(new PurgeScope.Tag("tw"), false)).isZero();
        assertThat(store.purge(new PurgeScope.Tag("two"), true)).isEqualTo(2);
        assertThat(store.find(KEY).getFirst().head().ttlMillis(clock.epochMillis()))
                .isLessThanOrEqualTo(0);
        assertThat(store.purge(new PurgeScope.Url(KEY), false)).isEqualTo(1);
        assertThat(store.purge(new PurgeScope.Prefix(KEY), false)).isEqualTo(1);
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void whatIsOnItsWayDuringAPurgeIsNotStored() {
        long before = store.turn();
        store.purge(new PurgeScope.Tag("a"), true);

        assertThat(store.put(KEY, before, response(Variant.ONLY, 10, 1, "cache-tag", "a"), _ -> false))
                .isFalse();
        assertThat(store.put(KEY, before, response(Variant.ONLY, 10, 1, "cache-tag", "b"), _ -> false))
                .isTrue();
    }

    @Test
    void whatIsOnItsWayLongerThanPurgesAreRememberedIsNotStored() {
        long before = store.turn();
        for (int i = 0; i < 1001; i++) {
            store.purge(new PurgeScope.Tag("other" + i), true);
            store.turn();
        }

        assertThat(store.put(KEY, before, response(Variant.ONLY, 10, 1), _ -> false))
                .isFalse();
        assertThat(store.put(KEY, store.turn(), response(Variant.ONLY, 10, 1), _ -> false))
                .isTrue();
    }

    private boolean put(StoredKey key, StoredResponse response) {
        return store.put(key, store.turn(), response, _ -> false);
    }

    private boolean metric(String line) {
        return new String(metrics.exposition(), StandardCharsets.UTF_8).lines().anyMatch(line::equals);
    }

    private static Variant variant(String language) {
        return new Variant(List.of("accept-language"), Map.of("accept-language", language));
    }

    private StoredResponse response(Variant variant, long lifetimeSeconds, int bytes, String... fields) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        Terms terms = new Terms(lifetimeSeconds, false, false, false, 0, 0);
        long now = clock.epochMillis();
        StoredHead head = new StoredHead(200, headers, variant, terms, now / 1000, now, 0, bytes);
        return new StoredResponse(head, new byte[bytes]);
    }
}

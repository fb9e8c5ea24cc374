package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.request;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import dev.freshet.decide.caching.CacheDecision.Fetch;
import dev.freshet.decide.caching.CacheDecision.GatewayTimeout;
import dev.freshet.decide.caching.CacheDecision.Revalidate;
import dev.freshet.decide.caching.CacheDecision.Serve;
import dev.freshet.decide.caching.CacheDecision.ServeStaleAndRevalidate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDeciderTest {
    private final StoredHead minute = stored("cache-control: max-age=60", "etag: \"a\"");

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aFreshResponseIsServed(String method) {
        CacheDecision decision = decide(request(method), minute, 59_999);

        assertThat(decision).isEqualTo(new Serve(minute, new Answer.Whole(), new CacheStatus.Hit(0, null, null)));
    }

    @Test
    void aStaleResponseIsValidated() {
        assertThat(decide(get(), minute, 60_000))
                .isEqualTo(new Revalidate(Validation.ofSelected(minute), ForwardReason.STALE));
    }

    @Test
    void aResponseThatSaysNoCacheIsValidatedEachTime() {
        StoredHead noCache = stored("cache-control: no-cache, max-age=60, stale-while-revalidate=60", "etag: \"a\"");

        assertThat(reason(decide(get("cache-control: max-stale"), noCache, 0))).isEqualTo(ForwardReason.STALE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW", "get"})
    void otherMethodsAreNotAnsweredFromTheStore(String method) {
        assertThat(decide(request(method), minute, 0)).isEqualTo(new Fetch(ForwardReason.METHOD, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"if-match: \"a\"", "if-unmodified-since: Tue, 14 Nov 2023 22:13:20 GMT"})
    void conditionsForTheOriginGoToIt(String condition) {
        assertThat(decide(get(condition), minute, 0)).isEqualTo(new Fetch(ForwardReason.BYPASS, false));
    }

    @Test
    void aRequestWithContentGoesToTheOrigin() {
        assertThat(decide(CacheRequest.of("GET", Messages.fields(), true), minute, 0))
                .isEqualTo(new Fetch(ForwardReason.BYPASS, false));
    }

    @Test
    void withNothingStoredTheRequestIsSentOn() {
        assertThat(CacheDecider.decide(get(), List.of(), NOW)).isEqualTo(new Fetch(ForwardReason.URI_MISS, true));
        assertThat(CacheDecider.decide(request("HEAD"), List.of(), NOW))
                .isEqualTo(new Fetch(ForwardReason.URI_MISS, false));
        assertThat(CacheDecider.decide(get("cache-control: no-store"), List.of(), NOW))
                .isEqualTo(new Fetch(ForwardReason.URI_MISS, false));
    }

    @Test
    void withOnlyOtherVariantsStoredTheirStrongTagsAreAskedAbout() {
        StoredHead strong = variant("1", "etag: \"a\"");
        StoredHead weak = variant("2", "etag: W/\"b\"");

        assertThat(CacheDecider.decide(get("x-a: 3"), List.of(strong, weak), NOW))
                .isEqualTo(new Revalidate(new Validation(null, List.of(strong)), ForwardReason.VARY_MISS));
        assertThat(CacheDecider.decide(get("x-a: 3"), List.of(weak), NOW))
                .isEqualTo(new Fetch(ForwardReason.VARY_MISS, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no-cache                  | 10 | false
                    max-age=0                 | 10 | false
                    max-age=9                 | 10 | false
                    max-age=10                | 10 | true
                    max-age=11                | 10 | true
                    max-age=x                 | 10 | true
                    min-fresh=50              | 10 | true
                    min-fresh=51              | 10 | false
                    max-stale=5               | 10 | true
                    max-age=9, max-stale      | 10 | false
                    no-store                  | 10 | true
                    """)
    void aRequestMayWantMoreThanFreshness(String cacheControl, long age, boolean served) {
        CacheDecision decision = decide(get("cache-control: " + cacheControl), minute, age * 1000);

        assertThat(decision instanceof Serve).isEqualTo(served);
        assertThat(served ? ForwardReason.REQUEST : reason(decision)).isEqualTo(ForwardReason.REQUEST);
    }

    @Test
    void pragmaAsksForNothing() {
        assertThat(decide(get("pragma: no-cache"), minute, 0)).isInstanceOf(Serve.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-stale                 | true
                    max-stale=10              | true
                    max-stale=9               | false
                    max-stale=0               | false
                    max-stale=x               | false
                    max-stale, max-age=70     | true
                    max-stale, max-age=69     | false
                    max-stale, min-fresh=1    | false
                    max-stale, no-cache       | false
                    """)
    void aRequestMayAcceptWhatIsTenSecondsStale(String cacheControl, boolean served) {
        CacheDecision decision = decide(get("cache-control: " + cacheControl), minute, 70_000);

        assertThat(decision instanceof Serve).isEqualTo(served);
        assertThat(decision instanceof Serve serve ? serve.status().value() : "freshet; hit; ttl=-10; detail=max-stale")
                .isEqualTo("freshet; hit; ttl=-10; detail=max-stale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60", "no-cache"})
    void theOriginMayForbidStaleUseWhateverElseIsSaid(String directive) {
        StoredHead strict = stored(
                "cache-control: max-age=60, stale-while-revalidate=60, stale-if-error=60, " + directive, "etag: \"a\"");

        assertThat(reason(decide(get("cache-control: max-stale"), strict, 61_000)))
                .isEqualTo(ForwardReason.STALE);
        assertThat(reason(decide(get(), strict, 61_000))).isEqualTo(ForwardReason.STALE);
        assertThat(Validation.ofSelected(strict).usableOnError(get("cache-control: max-stale"), 3600, NOW + 61_000))
                .isNull();
    }

    @Test
    void whatMayBeStaleWhileItIsRevalidatedIsServedAtOnce() {
        StoredHead graceful = stored("cache-control: max-age=60, stale-while-revalidate=30");

        assertThat(decide(get(), graceful, 90_000))
                .isEqualTo(new ServeStaleAndRevalidate(
                        graceful,
                        new Answer.Whole(),
                        new CacheStatus.Hit(-30, null, "stale-while-revalidate"),
                        Validation.ofSelected(graceful)));
        assertThat(reason(decide(get(), graceful, 90_001))).isEqualTo(ForwardReason.STALE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=100", "min-fresh=1", "no-cache"})
    void aRequestThatSpeaksOfFreshnessIsNotServedWhileRevalidating(String cacheControl) {
        StoredHead graceful = stored("cache-control: max-age=60, stale-while-revalidate=30");

        assertThat(reason(decide(get("cache-control: " + cacheControl), graceful, 61_000)))
                .isEqualTo(ForwardReason.STALE);
    }

    @Test
    void onlyIfCachedNeverAsksTheOrigin() {
        CacheRequest onlyIfCached = get("cache-control: only-if-cached");
        StoredHead graceful = stored("cache-control: max-age=60, stale-while-revalidate=30");

        assertThat(decide(onlyIfCached, minute, 0)).isInstanceOf(Serve.class);
        assertThat(decide(onlyIfCached, minute, 60_000)).isInstanceOf(GatewayTimeout.class);
        assertThat(decide(onlyIfCached, graceful, 61_000)).isInstanceOf(Serve.class);
        assertThat(CacheDecider.decide(onlyIfCached, List.of(), NOW)).isInstanceOf(GatewayTimeout.class);
        assertThat(CacheDecider.decide(onlyIfCached, List.of(variant("1", "etag: \"a\"")), NOW))
                .isInstanceOf(GatewayTimeout.class);
        assertThat(decide(get("cache-control: only-if-cached", "if-match: *"), minute, 0))
                .isInstanceOf(GatewayTimeout.class);
    }

    @Test
    void aRequestThatSaysNoStoreLeavesWhatIsStoredAsItIs() {
        assertThat(decide(get("cache-control: no-store"), minute, 60_000))
                .isEqualTo(new Fetch(ForwardReason.STALE, false));
    }

    @Test
    void aHitTellsWhatIsLeftOfTheLifetime() {
        assertThat(
                        decide(get(), minute, 20_500) instanceof Serve serve
                                ? serve.status().ttlSeconds()
                                : -1)
                .isEqualTo(39);
    }

    private static CacheDecision decide(CacheRequest request, StoredHead stored, long afterMillis) {
        return CacheDecider.decide(request, List.of(stored), NOW + afterMillis);
    }

    private static StoredHead variant(String value, String etag) {
        return stored(get("x-a: " + value), ok("cache-control: max-age=60", "vary: x-a", etag));
    }

    private static ForwardReason reason(CacheDecision decision) {
        assertThat(decision).isInstanceOf(Revalidate.class);
        return ((Revalidate) decision).reason();
    }
}

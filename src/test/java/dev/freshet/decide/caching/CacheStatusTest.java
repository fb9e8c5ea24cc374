package dev.freshet.decide.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.decide.caching.CacheStatus.Forwarded;
import dev.freshet.decide.caching.CacheStatus.Generated;
import dev.freshet.decide.caching.CacheStatus.Hit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheStatusTest {
    @Test
    void aHitTellsItsLifetime() {
        assertThat(new Hit(30, null, null).value()).isEqualTo("freshet; hit; ttl=30");
        assertThat(new Hit(-5, null, "stale-while-revalidate").value())
                .isEqualTo("freshet; hit; ttl=-5; detail=stale-while-revalidate");
    }

    @ParameterizedTest
    @CsvSource({
        "BYPASS, bypass",
        "METHOD, method",
        "URI_MISS, uri-miss",
        "VARY_MISS, vary-miss",
        "REQUEST, request",
        "STALE, stale"
    })
    void whatWasForwardedTellsWhy(ForwardReason reason, String token) {
        assertThat(Forwarded.of(reason).value()).isEqualTo("freshet; fwd=" + token);
    }

    @Test
    void whatWasForwardedTellsTheRestInOneOrder() {
        assertThat(Forwarded.of(ForwardReason.STALE)
                        .withDetail("two words")
                        .withKey("https://h.example/a")
                        .withCollapsed()
                        .withStored()
                        .withStatus(304)
                        .value())
                .isEqualTo("freshet; fwd=stale; fwd-status=304; stored; collapsed; key=\"https://h.example/a\";"
                        + " detail=\"two words\"");
    }

    @Test
    void whatTheCacheMadeItselfIsNeither() {
        Generated generated = new Generated(null, "only-if-cached");
        assertThat(generated.value()).isEqualTo("freshet; detail=only-if-cached");
        assertThat(generated.withKey("https://a.example/b").value())
                .isEqualTo("freshet; key=\"https://a.example/b\"; detail=only-if-cached");
    }

    @Test
    void aKeyIsEscaped() {
        assertThat(new Hit(1, null, null).withKey("a\"b\\c").value())
                .isEqualTo("freshet; hit; ttl=1; key=\"a\\\"b\\\\c\"");
    }

    @Test
    void whatAFieldCannotHoldIsNotTold() {
        assertThat(new Hit(1, "a\r\nb: c", "\u00e9").value()).isEqualTo("freshet; hit; ttl=1");
    }
}

package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW_SECONDS;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.fields;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.decide.caching.StorageDecision.Refuse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetedCacheControlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"max-age=10", "max-age=10;x=1", "foo, max-age=10", "max-age=5, max-age=10", "x=@1, max-age=10"})
    void decidesAloneWhereItIsValid(String targeted) {
        assertThat(lifetime(targeted)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MAX-AGE=10", "max-age=", "max-age=10,", "max-age=10 no-store", "no-store, &", "max-age=10;A"
            })
    void isNotThereWhereItIsEmptyOrInvalid(String targeted) {
        assertThat(lifetime(targeted)).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=1.0",
                "max-age=\"10\"",
                "max-age=-1",
                "max-age=abc",
                "max-age",
                "max-age=(10)",
                "max-age=@10"
            })
    void aLifetimeOfTheWrongTypeIsStale(String targeted) {
        assertThat(lifetime(targeted)).isZero();
    }

    @Test
    void expiresSaysNothingBesideIt() {
        assertThat(Freshness.terms(
                                200, fields("cdn-cache-control: must-revalidate", "expires: " + date(60)), NOW_SECONDS)
                        .lifetimeSeconds())
                .isZero();
    }

    @Test
    void allowsWhatCacheControlForbidsAndTheOtherWayRound() {
        assertThat(stored("cache-control: no-store", "cdn-cache-control: max-age=10"))
                .isNotNull();
        assertThat(stored("cache-control: private", "cdn-cache-control: max-age=10"))
                .isNotNull();
        assertThat(Storage.decide(get(), ok("cache-control: max-age=60", "cdn-cache-control: no-store")))
                .isInstanceOf(Refuse.class);
        assertThat(Storage.decide(get(), ok("cache-control: max-age=60", "cdn-cache-control: private, max-age=10")))
                .isInstanceOf(Refuse.class);
    }

    @Test
    void aDirectiveThatIsFalseIsNotGiven() {
        assertThat(stored("cdn-cache-control: no-store=?0, max-age=10")).isNotNull();
    }

    @Test
    void anUnknownDirectiveAloneStillReplacesCacheControl() {
        assertThat(Storage.decide(get(), ok("cache-control: no-store", "cdn-cache-control: none", "etag: \"a\"")))
                .isInstanceOf(StorageDecision.Store.class);
    }

    @Test
    void namesFieldsInAString() {
        assertThat(stored("cdn-cache-control: private=\"x-a, x-b\", max-age=10", "x-a: 1", "x-c: 3")
                        .fields()
                        .names())
                .contains("x-c")
                .doesNotContain("x-a");
    }

    private static long lifetime(String targeted) {
        return Freshness.terms(
                        200,
                        fields("cache-control: max-age=60", "cdn-cache-control: " + targeted, "expires: " + date(99)),
                        NOW_SECONDS)
                .lifetimeSeconds();
    }
}

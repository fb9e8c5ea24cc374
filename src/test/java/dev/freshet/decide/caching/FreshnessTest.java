package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW_SECONDS;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {
    @Test
    void sMaxageComesBeforeMaxAgeBeforeExpires() {
        String expires = "expires: " + date(300);

        assertThat(lifetime("cache-control: max-age=60, s-maxage=10", expires)).isEqualTo(10);
        assertThat(lifetime("cache-control: max-age=60", expires)).isEqualTo(60);
        assertThat(lifetime("cache-control: max-age=0", expires)).isZero();
        assertThat(lifetime(expires)).isEqualTo(300);
    }

    @Test
    void expiresCountsFromDate() {
        Terms terms = Freshness.terms(200, fields("expires: " + date(300)), NOW_SECONDS - 100);

        assertThat(terms.lifetimeSeconds()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "never",
                "",
                "Tue, 14 Nov 2023 22:13:20 GMT",
                "Tue, 14 Nov 2023 22:13:19 GMT",
                "Wed, 15 Nov 2023 22:13:20 CET",
                "Wed, 15 Nov 2023 22:13:20 GMT, Wed, 15 Nov 2023 22:13:20 GMT"
            })
    void expiresThatIsPastOrNoDateIsStaleAndNothingIsGuessed(String value) {
        assertThat(lifetime("expires: " + value, "last-modified: " + date(-1000)))
                .isZero();
    }

    @Test
    void twoLinesOfExpiresAreStale() {
        assertThat(lifetime("expires: " + date(60), "expires: " + date(70))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=-1",
                "max-age=1.5",
                "max-age",
                "max-age=x, max-age=70",
                "max-age =60",
                "max-age= 60",
                "s-maxage=x, max-age=60",
                "s-maxage, max-age=60"
            })
    void aMalformedLifetimeIsStaleAndNothingElseIsTried(String cacheControl) {
        assertThat(lifetime("cache-control: " + cacheControl, "expires: " + date(300), "last-modified: " + date(-1000)))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-age=60, max-age=70               | 60
                    max-age=70, max-age=60               | 70
                    max-age=0, max-age=60                | 0
                    s-maxage=5, max-age=60, s-maxage=9   | 5
                    """)
    void theFirstOfSeveralLifetimesCounts(String cacheControl, long seconds) {
        assertThat(lifetime("cache-control: " + cacheControl)).isEqualTo(seconds);
    }

    @Test
    void theFirstLineOfSeveralCounts() {
        assertThat(lifetime("cache-control: max-age=60", "cache-control: max-age=70"))
                .isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"1000, 100", "9, 0", "0, 0", "-1000, 0", "864000, 86400", "8640000, 86400"})
    void aTenthOfTheTimeSinceTheLastChangeIsGuessedAndAtMostADay(long secondsAgo, long guess) {
        Terms terms = Freshness.terms(200, fields("last-modified: " + date(-secondsAgo)), NOW_SECONDS);

        assertThat(terms.lifetimeSeconds()).isEqualTo(guess);
        assertThat(terms.heuristic()).isEqualTo(guess > 0);
    }

    @Test
    void nothingIsGuessedForAStatusThatIsNotHeuristicallyCacheableUnlessItIsPublic() {
        String modified = "last-modified: " + date(-1000);

        assertThat(Freshness.terms(500, fields(modified), NOW_SECONDS).lifetimeSeconds())
                .isZero();
        assertThat(Freshness.terms(500, fields(modified, "cache-control: public"), NOW_SECONDS)
                        .lifetimeSeconds())
                .isEqualTo(100);
    }

    @Test
    void nothingIsGuessedWithoutLastModified() {
        assertThat(lifetime("etag: \"a\"")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=5"})
    void someDirectivesForbidAllStaleUse(String directive) {
        assertThat(terms("cache-control: max-age=60, " + directive).mustRevalidate())
                .isTrue();
        assertThat(terms("cache-control: max-age=60").mustRevalidate()).isFalse();
    }

    @Test
    void noCacheBindsTheWholeResponseOnlyWithoutFieldNames() {
        assertThat(terms("cache-control: no-cache").noCache()).isTrue();
        assertThat(terms("cache-control: no-cache=\"x-a\"").noCache()).isFalse();
    }

    @Test
    void readsTheGraceOfStaleContent() {
        Terms terms = terms("cache-control: max-age=1, stale-while-revalidate=30, stale-if-error=x");

        assertThat(terms.staleWhileRevalidateSeconds()).isEqualTo(30);
        assertThat(terms.staleIfErrorSeconds()).isZero();
        assertThat(terms("cache-control: max-age=1").staleIfErrorSeconds()).isEqualTo(Terms.UNSAID);
    }

    private static Terms terms(String... lines) {
        return Freshness.terms(200, fields(lines), NOW_SECONDS);
    }

    private static long lifetime(String... lines) {
        return terms(lines).lifetimeSeconds();
    }
}

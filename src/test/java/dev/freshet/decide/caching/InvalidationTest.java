package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidationTest {
    private static final StoredKey TARGET = key("/a/b?q=1");

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "get"})
    void anUnsafeOrUnknownMethodInvalidatesTheTarget(String method) {
        assertThat(Invalidation.keys(method, TARGET, 200, fields())).containsExactly(TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
    void aSafeMethodInvalidatesNothing(String method) {
        assertThat(Invalidation.keys(method, TARGET, 200, fields("location: /c")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "204, true",
        "303, true",
        "399, true",
        "103, false",
        "400, false",
        "404, false",
        "500, false"
    })
    void anErrorInvalidatesNothing(int status, boolean invalidates) {
        assertThat(Invalidation.keys("POST", TARGET, status, fields()).isEmpty())
                .isEqualTo(!invalidates);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /c                              | /c
                    /c?x=y#part                     | /c?x=y
                    c                               | /a/c
                    ../c                            | /c
                    ?x=y                            | /a/b?x=y
                    https://h.example/c             | /c
                    HTTPS://H.EXAMPLE:443/c         | /c
                    //h.example/c                   | /c
                    https://h.example               | /
                    """)
    void locationsOfTheSameOriginAreInvalidToo(String reference, String target) {
        assertThat(Invalidation.keys("POST", TARGET, 201, fields("location: " + reference)))
                .containsExactly(TARGET, key(target));
        assertThat(Invalidation.keys("POST", TARGET, 201, fields("content-location: " + reference)))
                .containsExactly(TARGET, key(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example/c",
                "http://h.example/c",
                "https://h.example:8443/c",
                "mailto:a@h.example",
                "https:///c",
                "/with space",
                "%",
                ""
            })
    void otherOriginsAndWhatIsNoUriAreLeftAlone(String reference) {
        assertThat(Invalidation.keys("POST", TARGET, 201, fields("location: " + reference)))
                .allMatch(each -> each.sameOrigin(TARGET))
                .doesNotContain(key("/c"));
    }

    @Test
    void anAbsoluteLocationNeedsNoTargetToStartFrom() {
        assertThat(Invalidation.keys("POST", key("/a|b"), 201, fields("location: https://h.example/c")))
                .containsExactly(key("/a|b"), key("/c"));
        assertThat(Invalidation.keys("POST", key("/a|b"), 201, fields("location: c")))
                .containsExactly(key("/a|b"));
    }

    @Test
    void bothFieldsCount() {
        assertThat(Invalidation.keys("PUT", TARGET, 200, fields("location: /c", "content-location: /d")))
                .containsExactly(TARGET, key("/c"), key("/d"));
    }

    private static StoredKey key(String target) {
        return StoredKey.of("https", "h.example", target);
    }
}

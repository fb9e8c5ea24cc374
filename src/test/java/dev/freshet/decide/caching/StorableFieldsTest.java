package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableFieldsTest {
    @Test
    void keepsEndToEndFieldsLineByLine() {
        HttpHeaders kept = StorableFields.of(ok("Link: a", "X-New: 1", "link: b", "Date: " + date(-3)));

        assertThat(kept.getAll("link")).containsExactly("a", "b");
        assertThat(kept.get("x-new")).isEqualTo("1");
        assertThat(kept.get("date")).isEqualTo(date(-3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authenticate",
                "Proxy-Authentication-Info",
                "Proxy-Authorization",
                "Age",
                "Content-Length"
            })
    void leavesOutWhatIsForThisHop(String name) {
        assertThat(StorableFields.of(ok(name + ": something")).contains(name)).isFalse();
    }

    @Test
    void leavesOutWhatConnectionNames() {
        HttpHeaders kept = StorableFields.of(ok("connection: x-a, X-B", "x-a: 1", "x-b: 2", "x-c: 3"));

        assertThat(kept.names()).contains("x-c").doesNotContain("x-a", "x-b");
    }

    @Test
    void leavesOutWhatMayNotBeUsedAgain() {
        HttpHeaders kept = StorableFields.of(
                ok("cache-control: no-cache=\"x-a\", private=\"X-B, x-c\"", "x-a: 1", "x-b: 2", "x-c: 3", "x-d: 4"));

        assertThat(kept.names()).contains("x-d").doesNotContain("x-a", "x-b", "x-c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection: vary", "cache-control: no-cache=vary", "cache-control: private=\"x-a, vary\""})
    void keepsWhatTheCacheItselfGoesBy(String line) {
        assertThat(StorableFields.of(ok(line, "vary: cookie")).get("vary")).isEqualTo("cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-other: 1", "date: yesterday", "date: 0"})
    void givesADateWhereThereIsNone(String line) {
        assertThat(StorableFields.of(ok(line)).getAll("date")).containsExactly(date(0));
    }

    @Test
    void cannotBeChanged() {
        assertThatThrownBy(() -> StorableFields.of(ok()).set("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}

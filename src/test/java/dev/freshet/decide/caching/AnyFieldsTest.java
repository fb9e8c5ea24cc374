package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredKey;
import dev.freshet.decide.caching.CacheDecision.Serve;
import dev.freshet.decide.caching.StorageDecision.Store;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages put together at random, from a seed: whatever they say, there is a decision, and it keeps to the rules. Confined to the test's thread. */
class AnyFieldsTest {
    private static final int MESSAGES = 5_000;
    private static final int STATUSES = 1000;

    private static final List<String> NAMES = List.of(
            "cache-control",
            "cache-control",
            "cdn-cache-control",
            "expires",
            "date",
            "age",
            "vary",
            "etag",
            "last-modified",
            "pragma",
            "authorization",
            "set-cookie",
            "connection",
            "location",
            "content-location",
            "if-none-match",
            "if-modified-since",
            "range",
            "if-range",
            "accept",
            "x-a");

    private static final List<String> PIECES = List.of(
            "max-age",
            "s-maxage",
            "no-store",
            "no-cache",
            "private",
            "public",
            "must-revalidate",
            "must-understand",
            "stale-while-revalidate",
            "stale-if-error",
            "max-stale",
            "min-fresh",
            "only-if-cached",
            "bytes",
            "*",
            "x-a",
            "accept",
            "=",
            "=",
            "=",
            ",",
            ", ",
            ";",
            "\"",
            "\\",
            " ",
            "-",
            "0",
            "1",
            "60",
            "99999999999999999999",
            ":",
            "?1",
            "@",
            "%",
            "(",
            ")",
            "W/",
            "\"a\"",
            "a",
            "\u00e9",
            "/",
            "https://h/",
            "GMT",
            date(0),
            date(60),
            date(-60));

    private static final List<String> WELL_FORMED = List.of(
            "cache-control: max-age=60",
            "cache-control: s-maxage=60",
            "cache-control: public",
            "cache-control: max-stale",
            "cache-control: max-age=9, stale-while-revalidate=99, stale-if-error=99",
            "cache-control: no-cache",
            "cache-control: private=x-a",
            "cdn-cache-control: max-age=60",
            "expires: " + date(60),
            "age: 5",
            "vary: accept",
            "etag: \"a\"",
            "etag: W/\"a\"",
            "last-modified: " + date(-60),
            "date: " + date(-1),
            "if-none-match: \"a\"",
            "if-modified-since: " + date(-60),
            "range: bytes=1-2",
            "range: bytes=99-",
            "if-range: \"a\"",
            "accept: a");

    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void thereIsAlwaysADecisionThatKeepsToTheRules(long seed) {
        random = new Random(seed);
        int kept = 0;
        for (int i = 0; i < MESSAGES; i++) {
            CacheRequest request = Messages.get();
            Received response = new Received(status(), headers(), 10, NOW, NOW);
            if (Storage.decide(request, response) instanceof Store(StoredHead head)) {
                kept++;
                assertMayBeStored(response);
                assertThat(head.ageMillis(NOW)).isNotNegative();
                assertThat(HttpDates.epochSeconds(head.fields().get("date"), NOW))
                        .isNotNull();
                assertDecided(head);
            }
            Invalidation.keys("POST", StoredKey.of("https", "h", "/a"), 200, response.fields());
        }
        assertThat(kept).isGreaterThan(MESSAGES / 10);
    }

    private static void assertMayBeStored(Received response) {
        Directives directives = ResponsePolicy.of(response.fields()).directives();
        assertThat(directives.has("no-store") && !directives.has("must-understand"))
                .isFalse();
        assertThat(directives.hasBare("private")).isFalse();
        assertThat(response.status()).isBetween(200, 599).isNotIn(206, 304);
    }

    private void assertDecided(StoredHead head) {
        CacheRequest next = CacheRequest.of(random.nextBoolean() ? "GET" : "HEAD", Fields.of(headers()), false);
        long later = NOW + random.nextInt(200_000);
        if (CacheDecider.decide(next, List.of(head), later)
                instanceof Serve(StoredHead stored, Answer answer, var status)) {
            assertThat(stored.terms().noCache()).isFalse();
            assertThat(stored.ttlMillis(later) > 0 || !stored.terms().mustRevalidate())
                    .isTrue();
            assertThat(AnswerHead.of(stored, answer, status, later).bodyBytes()).isBetween(0L, 10L);
        }
        Validation asked = Validation.ofSelected(head);
        asked.applyTo(new DefaultHttpHeaders());
        asked.conclude(next, new Received(304, headers(), -1, later, later), random.nextInt(100));
        asked.conclude(next, new Received(503, headers(), -1, later, later), random.nextInt(100));
        HeadFreshening.effects(next, new Received(200, headers(), 10, later, later), List.of(head));
    }

    private int status() {
        return random.nextBoolean() ? 200 : random.nextInt(STATUSES);
    }

    /** Up to six lines, most of them well formed. */
    private HttpHeaders headers() {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int lines = random.nextInt(7); lines > 0; lines--) {
            if (random.nextInt(4) > 0) {
                headers.add(Messages.headers(one(WELL_FORMED)));
            } else {
                headers.add(one(NAMES), anything());
            }
        }
        return headers;
    }

    private String anything() {
        StringBuilder value = new StringBuilder();
        for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
            value.append(one(PIECES));
        }
        return value.toString().strip();
    }

    private String one(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}

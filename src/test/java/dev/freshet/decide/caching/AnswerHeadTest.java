package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.response;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class AnswerHeadTest {
    private final StoredHead stored = stored(
            "date: " + date(-5),
            "cache-control: max-age=60",
            "etag: \"a\"",
            "last-modified: " + date(-50),
            "content-type: application/json",
            "content-encoding: gzip",
            "content-language: de",
            "content-location: /there",
            "vary: accept",
            "expires: " + date(55),
            "x-other: 1",
            "cache-status: inner; hit");

    @Test
    void theWholeIsWhatIsStoredWithItsAge() {
        AnswerHead head = head(new Answer.Whole());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bodyBytes()).isEqualTo(Messages.BODY_BYTES);
        assertThat(head.fields().get("age")).isEqualTo("7");
        assertThat(head.fields().get("date")).isEqualTo(date(-5));
        assertThat(head.fields().get("content-type")).isEqualTo("application/json");
    }

    @Test
    void theStatusOfThisCacheComesAfterThoseNearerToTheOrigin() {
        assertThat(head(new Answer.Whole()).fields().getAll("cache-status"))
                .containsExactly("inner; hit", "freshet; hit; ttl=53");
    }

    @Test
    void anotherStatusThan200IsKept() {
        StoredHead missing = stored(get(), response(404, "cache-control: max-age=60"));

        assertThat(AnswerHead.of(missing, new Answer.Whole(), new CacheStatus.Hit(60, null, null), NOW)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void notModifiedTellsWhatACacheNeedsAndNotWhatTheClientHas() {
        AnswerHead head = head(new Answer.NotModified());

        assertThat(head.status()).isEqualTo(304);
        assertThat(head.bodyBytes()).isZero();
        assertThat(head.fields().names())
                .contains("date", "etag", "cache-control", "expires", "vary", "content-location", "age", "x-other")
                .doesNotContain("content-type", "content-encoding", "content-language", "last-modified");
    }

    @Test
    void notModifiedTellsTheDateWhereItIsTheOnlyValidator() {
        StoredHead dated = stored("cache-control: max-age=60", "last-modified: " + date(-50));

        assertThat(AnswerHead.of(dated, new Answer.NotModified(), new CacheStatus.Hit(60, null, null), NOW)
                        .fields()
                        .get("last-modified"))
                .isEqualTo(date(-50));
    }

    @Test
    void aPartTellsWhichItIs() {
        AnswerHead head = head(new Answer.Part(new ByteRange(10, 19)));

        assertThat(head.status()).isEqualTo(206);
        assertThat(head.firstByte()).isEqualTo(10);
        assertThat(head.bodyBytes()).isEqualTo(10);
        assertThat(head.fields().get("content-range")).isEqualTo("bytes 10-19/1000");
        assertThat(head.fields().get("content-type")).isEqualTo("application/json");
    }

    @Test
    void aPartThatIsNotThereTellsTheLength() {
        AnswerHead head = head(new Answer.NotSatisfiable());

        assertThat(head.status()).isEqualTo(416);
        assertThat(head.bodyBytes()).isZero();
        assertThat(head.fields().get("content-range")).isEqualTo("bytes */1000");
        assertThat(head.fields().contains("content-type")).isFalse();
    }

    @Test
    void whatIsStoredStaysAsItIs() {
        HttpHeaders fields = head(new Answer.NotModified()).fields();
        fields.set("x-other", "2");

        assertThat(stored.fields().get("x-other")).isEqualTo("1");
        assertThat(stored.fields().contains("age")).isFalse();
    }

    private AnswerHead head(Answer answer) {
        return AnswerHead.of(stored, answer, new CacheStatus.Hit(53, null, null), NOW + 2_999);
    }
}

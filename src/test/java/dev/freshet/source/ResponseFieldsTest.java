package dev.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFieldsTest {
    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "7|7",
                " 7 |7",
                "007|7",
                "7, 9|7",
                "2147483648|2147483648",
                "99999999999999999999999|2147483648",
                "-1|0",
                "1.5|0",
                "seven|0",
                ", 7|0"
            })
    void ageIsTheFirstValidNumber(String field, long seconds) {
        headers.add("age", field);
        assertThat(ResponseFields.ageSeconds(headers)).isEqualTo(seconds);
    }

    @Test
    void noAgeIsZero() {
        assertThat(ResponseFields.ageSeconds(headers)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "W/\"a\"", "\"\"", "\"a,b!#~\"", "\"\u00e9\""})
    void aValidEntityTagIsRemembered(String tag) {
        headers.add("etag", tag);
        assertThat(ResponseFields.validators(headers)).isEqualTo(new Validators(0, tag, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\"a", "a\"", "w/\"a\"", "\"a b\"", "\"a\"b\"", "\"a\", \"b\"", "\"a\rX: 1\"", "*"})
    void anInvalidEntityTagIsForgotten(String tag) {
        headers.add("etag", tag);
        assertThat(ResponseFields.validators(headers)).isSameAs(Validators.NONE);
    }

    @Test
    void anEndlessEntityTagIsForgotten() {
        headers.add("etag", '"' + "a".repeat(2000) + '"');
        assertThat(ResponseFields.validators(headers)).isSameAs(Validators.NONE);
    }

    @Test
    void twoEntityTagsAreNone() {
        headers.add("etag", "\"a\"").add("etag", "\"b\"");
        assertThat(ResponseFields.validators(headers)).isSameAs(Validators.NONE);
    }

    @Test
    void aDateIsRemembered() {
        headers.add("last-modified", "Sat, 21 Nov 2026 02:30:00 GMT");
        assertThat(ResponseFields.validators(headers))
                .isEqualTo(new Validators(0, null, "Sat, 21 Nov 2026 02:30:00 GMT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-11-21", "", "1795228200"})
    void whatIsNoDateIsForgotten(String field) {
        headers.add("last-modified", field);
        assertThat(ResponseFields.validators(headers)).isSameAs(Validators.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "text/html\r\nSet-Cookie: a=b", "text/\u0000html"})
    void aMediaTypeThatCannotBeSentOnIsReplaced(String field) {
        headers.add("content-type", field);
        assertThat(ResponseFields.mediaType(headers, "application/json")).isEqualTo("application/json");
    }

    @Test
    void theMediaTypeKeepsItsParameters() {
        headers.add("content-type", "application/json; charset=utf-8");
        assertThat(ResponseFields.mediaType(headers, "text/plain")).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void codingsInSeveralFieldsAreSeveralCodings() {
        headers.add("content-encoding", "gzip").add("content-encoding", "gzip");
        assertThat(ResponseFields.coding(headers)).isEqualTo(ResponseFields.ContentCoding.UNKNOWN);
    }
}

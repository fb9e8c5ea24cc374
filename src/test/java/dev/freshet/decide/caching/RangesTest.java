package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.NOW;
import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.request;
import static dev.freshet.decide.caching.Messages.response;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    private final StoredHead thousandBytes =
            stored("cache-control: max-age=60", "etag: \"a\"", "last-modified: " + date(-1));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bytes=0-0                           | 0   | 0
                    bytes=0-499                         | 0   | 499
                    bytes=500-                          | 500 | 999
                    bytes=999-                          | 999 | 999
                    bytes=-1                            | 999 | 999
                    bytes=-1000                         | 0   | 999
                    bytes=-5000                         | 0   | 999
                    bytes=900-5000                      | 900 | 999
                    bytes=900-99999999999999999999      | 900 | 999
                    bytes=-99999999999999999999         | 0   | 999
                    BYTES=1-2                           | 1   | 2
                    bytes= 1-2                          | 1   | 2
                    bytes=1-2,                          | 1   | 2
                    bytes=1-2, 1000-2000                | 1   | 2
                    """)
    void onePartIsServed(String range, long first, long last) {
        assertThat(answer("range: " + range)).isEqualTo(new Answer.Part(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=1000-",
                "bytes=1000-2000",
                "bytes=-0",
                "bytes=1000-, -0",
                "bytes=99999999999999999999-",
            })
    void whatLiesBeyondTheEndCannotBeSatisfied(String range) {
        assertThat(answer("range: " + range)).isEqualTo(new Answer.NotSatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=a-b",
                "bytes=2-1",
                "bytes=1-2, 2-1",
                "bytes=+1-2",
                "bytes=1-2-3",
                "bytes=0x1-2",
                "items=0-1",
                "0-1",
                "bytes=0-1, 5-6",
            })
    void anInvalidRangeAnotherUnitAndSeveralPartsAreIgnored(String range) {
        assertThat(answer("range: " + range)).isEqualTo(new Answer.Whole());
    }

    @Test
    void ifRangeNeedsTheSameStrongTag() {
        Answer part = new Answer.Part(new ByteRange(0, 1));

        assertThat(answer("range: bytes=0-1", "if-range: \"a\"")).isEqualTo(part);
        assertThat(answer("range: bytes=0-1", "if-range: W/\"a\"")).isEqualTo(new Answer.Whole());
        assertThat(answer("range: bytes=0-1", "if-range: \"b\"")).isEqualTo(new Answer.Whole());
        assertThat(answer("range: bytes=0-1", "if-range: a")).isEqualTo(new Answer.Whole());
        assertThat(answer("range: bytes=5000-", "if-range: \"b\"")).isEqualTo(new Answer.Whole());
    }

    @Test
    void ifRangeWithAWeakStoredTagNeverHolds() {
        StoredHead weak = stored("cache-control: max-age=60", "etag: W/\"a\"");

        assertThat(Answer.to(get("range: bytes=0-1", "if-range: W/\"a\""), weak, NOW))
                .isEqualTo(new Answer.Whole());
    }

    @Test
    void ifRangeNeedsExactlyTheSameDate() {
        assertThat(answer("range: bytes=0-1", "if-range: " + date(-1))).isInstanceOf(Answer.Part.class);
        assertThat(answer("range: bytes=0-1", "if-range: " + date(0))).isEqualTo(new Answer.Whole());
        assertThat(answer("range: bytes=0-1", "if-range: " + date(-2))).isEqualTo(new Answer.Whole());
    }

    @Test
    void ifRangeDoesNotTrustADateOfTheSecondTheResponseWasMadeIn() {
        StoredHead sameSecond = stored("cache-control: max-age=60", "last-modified: " + date(0));

        assertThat(Answer.to(get("range: bytes=0-1", "if-range: " + date(0)), sameSecond, NOW))
                .isEqualTo(new Answer.Whole());
    }

    @Test
    void headHasNoRange() {
        assertThat(Answer.to(request("HEAD", "range: bytes=0-1"), thousandBytes, NOW))
                .isEqualTo(new Answer.Whole());
    }

    @Test
    void onlyA200HasParts() {
        StoredHead missing = stored(get(), response(404, "cache-control: max-age=60"));

        assertThat(Answer.to(get("range: bytes=0-1"), missing, NOW)).isEqualTo(new Answer.Whole());
    }

    @Test
    void aBodyOfUnknownLengthHasNoPartYet() {
        assertThat(Answer.to(get("range: bytes=0-"), thousandBytes.withBodyBytes(-1), NOW))
                .isEqualTo(new Answer.Whole());
    }

    @Test
    void aBodyWithoutBytesHasNoPart() {
        assertThat(Answer.to(get("range: bytes=0-"), thousandBytes.withBodyBytes(0), NOW))
                .isEqualTo(new Answer.NotSatisfiable());
    }

    @Test
    void aConditionComesBeforeTheRange() {
        assertThat(answer("range: bytes=0-1", "if-none-match: \"a\"")).isEqualTo(new Answer.NotModified());
        assertThat(answer("range: bytes=0-1", "if-none-match: \"b\"")).isInstanceOf(Answer.Part.class);
    }

    private Answer answer(String... lines) {
        return Answer.to(get(lines), thousandBytes, NOW);
    }
}

package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.date;
import static dev.freshet.decide.caching.Messages.fields;
import static dev.freshet.decide.caching.Messages.get;
import static dev.freshet.decide.caching.Messages.ok;
import static dev.freshet.decide.caching.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantsTest {
    private static final String FRESH = "cache-control: max-age=60";

    @Test
    void aResponseWithoutVaryAnswersEveryRequest() {
        assertThat(Variants.of(fields("accept: a"), fields())).isEqualTo(Variant.ONLY);
        assertThat(Variants.of(fields("accept: a"), fields("vary: ,"))).isEqualTo(Variant.ONLY);
        assertThat(Variants.matches(Variant.ONLY, fields("accept: b"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    x-a             | 1               | 1
                    X-A             | 1               | 1
                    x-a             | 1, 2            | 1,2
                    x-a             | 1 ,  2          | 1, 2
                    x-a             | a;q=1           | a; q=1
                    x-a             | a  b            | a b
                    x-a             | "a, b"          | "a, b"
                    accept-encoding | gzip, br        | GZIP,br
                    accept-language | de-DE, en;q=0.5 | de-de,en; q=0.5
                    """)
    void theSameValueMatchesHoweverItIsWritten(String vary, String first, String second) {
        assertThat(matches(vary, fields(vary + ": " + first), fields(vary + ": " + second)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    x-a             | 1        | 2
                    x-a             | a        | A
                    x-a             | 1, 2     | 2, 1
                    x-a             | ab       | a b
                    x-a             | "a, b"   | "a,b"
                    x-a             | 1        | 1, 1
                    user-agent      | Foo      | foo
                    accept-encoding | gzip     | br
                    """)
    void anotherValueDoesNotMatch(String vary, String first, String second) {
        assertThat(matches(vary, fields(vary + ": " + first), fields(vary + ": " + second)))
                .isFalse();
    }

    @Test
    void whatIsAbsentMatchesOnlyWhatIsAbsent() {
        assertThat(matches("x-a", fields(), fields())).isTrue();
        assertThat(matches("x-a", fields(), fields("x-a:"))).isFalse();
        assertThat(matches("x-a", fields("x-a:"), fields())).isFalse();
        assertThat(matches("x-a", fields(), fields("x-a: 1"))).isFalse();
    }

    @Test
    void severalLinesAreOneValue() {
        assertThat(matches("x-a", fields("x-a: 1", "x-a: 2"), fields("x-a: 1,2")))
                .isTrue();
        assertThat(matches("x-a", fields("x-a: 1", "x-a: 2"), fields("x-a: 2", "x-a: 1")))
                .isFalse();
    }

    @Test
    void everyNamedFieldMustMatch() {
        assertThat(matches("x-a, x-b", fields("x-a: 1", "x-b: 2"), fields("x-a: 1", "x-b: 2", "x-c: 3")))
                .isTrue();
        assertThat(matches("x-a, x-b", fields("x-a: 1", "x-b: 2"), fields("x-a: 1", "x-b: 3")))
                .isFalse();
        assertThat(Variants.of(fields("x-b: 2"), fields("vary: x-B", "vary: X-A, x-b")))
                .isEqualTo(Variants.of(fields("x-b: 2"), fields("vary: x-a, x-b")));
    }

    @Test
    void theLatestDateIsChosenAmongSeveral() {
        StoredHead older = stored(FRESH, "date: " + date(-20));
        StoredHead newer = stored(FRESH, "date: " + date(-10));
        StoredHead newestForOthers = stored(get("x-a: 1"), ok(FRESH, "vary: x-a", "date: " + date(0)));

        assertThat(Variants.select(List.of(older, newer, newestForOthers), fields()))
                .isSameAs(newer);
        assertThat(Variants.select(List.of(older, newer, newestForOthers), fields("x-a: 1")))
                .isSameAs(newestForOthers);
    }

    @Test
    void nothingIsChosenWhereNothingMatches() {
        StoredHead forOthers = stored(get("x-a: 1"), ok(FRESH, "vary: x-a"));

        assertThat(Variants.select(List.of(forOthers), fields("x-a: 2"))).isNull();
        assertThat(Variants.select(List.of(), fields())).isNull();
    }

    private static boolean matches(String vary, Fields first, Fields second) {
        Variant variant = Variants.of(first, fields("vary: " + vary));
        assertThat(variant).isNotNull();
        return Variants.matches(variant, second);
    }
}

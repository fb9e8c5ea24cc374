package dev.freshet.decide.caching;

import static dev.freshet.decide.caching.Messages.fields;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    max-age=60                          | 60
                    MAX-AGE=60                          | 60
                    max-age="60"                        | 60
                    max-age=007                         | 7
                    max-age=0                           | 0
                    public, max-age=60, x=1             | 60
                    ,, max-age=60 ,                     | 60
                    x="a, max-age=1", max-age=60        | 60
                    x="a\\", max-age=1", max-age=60     | 60
                    max-age=60, max-age=60              | 60
                    max-age=60, max-age=61              | 60
                    max-age=60, max-age=x               | 60
                    max-age=2147483648                  | 2147483648
                    max-age=99999999999999999999        | 2147483648
                    """)
    void readsSeconds(String field, long seconds) {
        assertThat(directives(field).seconds("max-age")).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age",
                "max-age=",
                "max-age=-1",
                "max-age=+1",
                "max-age=1.5",
                "max-age=1e3",
                "max-age=60s",
                "max-age= 60",
                "max-age =60",
                "max-age =\"60\"",
                "max-age\t=60",
                "max-age='60'",
                "max-age=\"60",
                "max-age=x, max-age=60",
            })
    void callsMalformedSecondsInvalid(String field) {
        assertThat(directives(field).seconds("max-age")).isEqualTo(DeltaSeconds.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "No-Store",
                "a=1 , no-store",
                "no-store=x",
                "no-store =1",
                "a=\"b, no-store",
                "\"b, no-store"
            })
    void findsWhatForbidsHoweverItIsWritten(String field) {
        assertThat(directives(field).has("no-store")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-storex", "x-no-store", "a=\"no-store\"", "a=\"b, no-store\""})
    void findsNothingInOtherNamesAndInQuotes(String field) {
        assertThat(directives(field).has("no-store")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"private=\"A, b-c\"", "private=a, private=B-C", "private=\"a\", private=\"b-c,\""})
    void readsFieldNames(String field) {
        assertThat(directives(field).fieldNames("private")).containsExactlyInAnyOrder("a", "b-c");
        assertThat(directives(field).unqualified("private")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private",
                "private=",
                "private=\"\"",
                "private=\"a b\"",
                "private =a",
                "private =\"a\"",
                "private=\"a\", private",
                "private=\"a, Vary\""
            })
    void takesWhatNamesNoFieldForTheWholeResponse(String field) {
        assertThat(directives(field).unqualified("private")).isTrue();
    }

    @Test
    void joinsTheLinesOfTheField() {
        Directives directives = new Directives(Directive.list(
                fields("cache-control: public", "cache-control: max-age=60").field("cache-control")));

        assertThat(directives.has("public")).isTrue();
        assertThat(directives.seconds("max-age")).isEqualTo(60);
    }

    @Test
    void pragmaSaysNothing() {
        assertThat(Directives.ofRequest(fields("pragma: no-cache"))).isSameAs(Directives.NONE);
    }

    private static Directives directives(String field) {
        return new Directives(Directive.list(field));
    }
}

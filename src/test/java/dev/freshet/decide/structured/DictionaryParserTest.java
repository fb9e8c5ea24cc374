package dev.freshet.decide.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.decide.structured.Member.InnerList;
import dev.freshet.decide.structured.Member.Item;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryParserTest {
    @ParameterizedTest
    @MethodSource
    void readsEveryKindOfValue(String text, BareItem value) {
        assertThat(DictionaryParser.parse("k=" + text)).isEqualTo(Map.of("k", new Item(value, Map.of())));
    }

    static Stream<Arguments> readsEveryKindOfValue() {
        return Stream.of(
                Arguments.of("0", new BareItem.Whole(0)),
                Arguments.of("-42", new BareItem.Whole(-42)),
                Arguments.of("999999999999999", new BareItem.Whole(999_999_999_999_999L)),
                Arguments.of("1.5", new BareItem.Decimal(new BigDecimal("1.5"))),
                Arguments.of("-999999999999.999", new BareItem.Decimal(new BigDecimal("-999999999999.999"))),
                Arguments.of("\"a \\\"b\\\" \\\\\"", new BareItem.Text("a \"b\" \\")),
                Arguments.of("\"\"", new BareItem.Text("")),
                Arguments.of("*a/b:c", new BareItem.Token("*a/b:c")),
                Arguments.of(":aGVsbG8=:", new BareItem.Bytes("aGVsbG8=")),
                Arguments.of("::", new BareItem.Bytes("")),
                Arguments.of("?1", new BareItem.Flag(true)),
                Arguments.of("?0", new BareItem.Flag(false)),
                Arguments.of("@1659578233", new BareItem.Moment(1_659_578_233L)),
                Arguments.of("@-1", new BareItem.Moment(-1)),
                Arguments.of("%\"f%c3%bc r\"", new BareItem.DisplayText("f\u00fc r")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k=1000000000000000",
                "k=-",
                "k=1.",
                "k=1.2345",
                "k=1234567890123.1",
                "k=\"a",
                "k=\"a\\b\"",
                "k=\"\u00fc\"",
                "k=:a",
                "k=:%:",
                "k=?2",
                "k=?",
                "k=@1.5",
                "k=%\"%C3%BC\"",
                "k=%\"%ff\"",
                "k=%\"%2\"",
                "k=%a",
                "k=",
                "K=1",
                "=1",
                "k =1",
                "k= 1",
                "a,",
                "a,,b",
                "a b",
                ",a",
                "a;",
                "a;B",
                "a;b=",
                "k=(a",
                "k=(a,b)",
                "k=(a)b",
                "k=(\"a\"\"b\")",
                "max-age=60, \u00e9",
                "\ta",
                "a=?1;b=(1)",
            })
    void refusesTheWholeFieldForOneFault(String field) {
        assertThat(DictionaryParser.parse(field)).isNull();
    }

    @Test
    void takesAKeyWithoutAValueForTrue() {
        Map<String, Member> members = DictionaryParser.parse("a, b;x=1;y");

        assertThat(members)
                .containsEntry("a", new Item(new BareItem.Flag(true), Map.of()))
                .containsEntry(
                        "b",
                        new Item(
                                new BareItem.Flag(true),
                                Map.of("x", new BareItem.Whole(1), "y", new BareItem.Flag(true))));
    }

    @Test
    void readsListsInParentheses() {
        assertThat(DictionaryParser.parse("k=( a  \"b\";q );w=1"))
                .isEqualTo(Map.of(
                        "k",
                        new InnerList(
                                List.of(
                                        new Item(new BareItem.Token("a"), Map.of()),
                                        new Item(new BareItem.Text("b"), Map.of("q", new BareItem.Flag(true)))),
                                Map.of("w", new BareItem.Whole(1)))));
    }

    @Test
    void keepsTheLastOfARepeatedKey() {
        assertThat(DictionaryParser.parse("a=1,b=2 ,\ta=3"))
                .isEqualTo(Map.of(
                        "a",
                        new Item(new BareItem.Whole(3), Map.of()),
                        "b",
                        new Item(new BareItem.Whole(2), Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "  a", "a  ", " a \t"})
    void readsOverSpaceAroundTheField(String field) {
        assertThat(DictionaryParser.parse(field)).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void findsNothingInAnEmptyField(String field) {
        assertThat(DictionaryParser.parse(field)).isEmpty();
    }
}

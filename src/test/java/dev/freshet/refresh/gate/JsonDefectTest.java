package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings, places and bounds; the grammar is {@link JsonSyntaxTest}'s. Confined to the thread of the test. */
final class JsonDefectTest {
    private final JsonSyntax syntax = new JsonSyntax();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5b22ff225d",
                "5b22e9225d",
                "5b2281225d",
                "5b22c3225d",
                "5b2261c3",
                "5bff5d",
                "5b31e55d",
                "e5",
                "efbb7b7d",
                "5b22c080225d",
                "5b22e08080225d",
                "5b22f0808080225d",
                "5b22eda080225d",
                "5b22edb080225d",
                "5b22f4908080225d",
                "5b22f8888080808022 5d",
                "5b22fc83bfbfbfbf225d",
                "7b22b9223a317d",
                "5b225ce5225d",
                "5b225c75303036e5225d"
            })
    void whatIsNotUtf8IsADefect(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(syntax.defectIn(bytes)).startsWith("line 1, column ").endsWith(": not UTF-8 (RFC 8259 section 8.1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void anotherEncodingIsNotDetectedButRefused(String charset) {
        assertThat(syntax.defectIn("{\"a\":\"\u00e9\"}".getBytes(Charset.forName(charset))))
                .startsWith("line 1, column ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`a`: tru}            | line 1, column 7: Unrecognized token 'tru'",
                "{`a`: 1,~ `b`: }      | line 2, column 7: Unexpected character ('}'",
                "[1]~~ [2]             | line 3, column 2: another JSON text behind the first",
                "[1]~~ x               | line 3, column 2: Unrecognized token 'x'",
                "{`\u00e9\u00e9`: x}   | line 1, column 8: Unrecognized token 'x'",
                "[`a                   | line 1, column 4: Unexpected end-of-input",
                "~~                    | line 3, column 1: no JSON text at all",
                "<html>                | line 1, column 1: Unexpected character ('<'"
            })
    void aDefectHasItsPlaceInCharacters(String text, String defect) {
        String json = text.strip().replace('~', '\n').replace('`', '"');

        assertThat(syntax.defectIn(utf8(json))).startsWith(defect.strip());
    }

    @Test
    void thePlaceOfAMalformedSequenceIsFoundFarIntoAPayload() {
        byte[] bytes = utf8("[\n" + "\"\u00e9\",\n".repeat(5000) + "\"abc?\"]");
        bytes[bytes.length - 3] = (byte) 0xff;

        assertThat(syntax.defectIn(bytes)).startsWith("line 5002, column 5: not UTF-8");
    }

    @Test
    void nestingIsBounded() {
        assertThat(syntax.defectIn(utf8(nested(1000)))).isNull();
        assertThat(syntax.defectIn(utf8(nested(1001))))
                .startsWith("line 1, column 100")
                .contains("nesting depth");
        assertThat(syntax.defectIn(utf8("[".repeat(100_000)))).contains("nesting depth");
        assertThat(syntax.defectIn(utf8("{\"a\":".repeat(100_000)))).contains("nesting depth");
    }

    @Test
    void theLengthOfANumberIsBounded() {
        assertThat(syntax.defectIn(utf8("1".repeat(1000)))).isNull();
        assertThat(syntax.defectIn(utf8("[" + "1".repeat(2000) + "]"))).contains("Number value length");
        assertThat(syntax.defectIn(utf8("[0." + "1".repeat(2000) + "]"))).contains("Number value length");
    }

    @Test
    void namesAndStringsAreBoundedByThePayloadAlone() {
        assertThat(syntax.defectIn(utf8("{\"" + "n".repeat(200_000) + "\":\"" + "s".repeat(25_000_000) + "\"}")))
                .isNull();
    }

    @Test
    void aDefectIsToldInOneShortLine() {
        assertThat(syntax.defectIn(utf8("x".repeat(100_000)))).hasSizeLessThan(200);
        assertThat(syntax.defectIn(utf8("{\"a\": 1"))).doesNotContain("Source").doesNotContain("\n");
        assertThat(syntax.defectIn(utf8(nested(1001)))).doesNotContain("`");
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

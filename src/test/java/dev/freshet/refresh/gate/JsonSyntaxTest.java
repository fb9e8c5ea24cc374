package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonSyntaxTest {
    private final JsonSyntax syntax = new JsonSyntax();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "42",
                "-0.1",
                "1E22",
                "1e+2",
                "1E-2",
                "0e1",
                "0e+1",
                "1.5e300",
                "1e400",
                "-1e-9999",
                "123123123123123123123123123123",
                "\"\"",
                "\" \"",
                "\"a\"",
                "[]",
                "{}",
                "[[]   ]",
                " [1] ",
                "\t\r\n{\"a\" : 1}\r\n",
                "[1\n]",
                "[\"a\"]\n",
                "[1,null,true,\"x\",{},[]]",
                "{\"a\":1,\"b\":{\"c\":[]}}",
                "{\"\":0}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\\u0000b\":1}",
                "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
                "[\"\\u0000\\u001f\\u00Af\"]",
                "[\"\\\\u0000\"]",
                "[\"a/*b*/c//d\"]",
                "[\"\\uD834\\uDD1e\"]",
                "[\"\\uDBFF\\uDFFF\"]",
                "{\"\\ud83d\\udc4d\":1}",
                "[\"\\uFFFF\\uFDD0\"]",
                "[\"\u007f\"]",
                "[\"\u00a0\u2028\u2029\ufeff\"]",
                "[\"\u20ac\ud834\udd1e\uffff\"]",
                "{\"\u65e5\u672c\":1}",
                "[\"\\ud800\"]",
                "[\"\\udc00\\ud800\"]",
                "[\"\\ud800\\ud800\\n\"]"
            })
    void aWellFormedTextHasNoDefect(String json) {
        assertThat(syntax.defectIn(utf8(json))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "1 2",
                "[][]",
                "{}{}",
                "[1]x",
                "[1]]",
                "{}}",
                "[1],",
                "0 0",
                "\"a\" \"b\"",
                "nulltrue",
                "true false",
                "{\"a\":1}#",
                "{\"a\":1} \"x\"",
                "[1]\0",
                "1\0",
                "]",
                "}",
                ","
            })
    void nothingAndMoreThanOneTextAreDefects(String text) {
        hasADefect(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[[",
                "[1",
                "[1,",
                "[1,]",
                "[1,,]",
                "[,1]",
                "[1,,2]",
                "[,]",
                "[1 true]",
                "[1:2]",
                "[1}",
                "[\"a\"",
                "[\"\",",
                "[{}",
                "[*]",
                "[a",
                "[\f1]",
                "[\u000b1]",
                "[\u00a01]",
                "[\u20601]",
                "[\0]"
            })
    void anArrayThatIsNotWellFormedIsADefect(String text) {
        hasADefect(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{]",
                "{,",
                "{[",
                "{\"a",
                "{\"a\"",
                "{\"a\"}",
                "{\"a\":",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{\"a\":1,,}",
                "{,\"a\":1}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{\"a\",1}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{1:1}",
                "{null:1}",
                "{'a':1}",
                "{[]:1}",
                "{:1}",
                "{\"a\":1,\"b\"}",
                "{\"a\":1]",
                "{\"a\" b:1}"
            })
    void anObjectThatIsNotWellFormedIsADefect(String text) {
        hasADefect(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nul",
                "tru",
                "fals",
                "nullx",
                "truth",
                "True",
                "NULL",
                "undefined",
                "abc",
                "[nul]",
                "\u00e9",
                "*",
                "<.>"
            })
    void anUnknownLiteralIsADefect(String text) {
        hasADefect(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "+1",
                "++1",
                "--1",
                "- 1",
                "01",
                "00",
                "-01",
                "-012",
                "0x1",
                "0X1",
                "1.",
                ".1",
                "-.1",
                "1.e1",
                "0.e1",
                "1e",
                "1e+",
                "1e-",
                "1E",
                "1eE2",
                "1ea",
                "1.2.3",
                "1.5.",
                "1 000.0",
                "1+2",
                "1/2",
                "12a",
                "-1x",
                "1_0",
                "1,5",
                "NaN",
                "-NaN",
                "Inf",
                "Infinity",
                "-Infinity",
                "+Inf",
                "\uff11",
                "[1.]",
                "[012]",
                "[-]",
                "[-foo]"
            })
    void aNumberThatIsNotWellFormedIsADefect(String text) {
        hasADefect(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\"a",
                "'a'",
                "['a']",
                "[\"a]",
                "\"\"x",
                "[\"\\\"]",
                "[\"\\",
                "[\"\\\\\\\"]",
                "[\"\\a\"]",
                "[\"\\x00\"]",
                "[\"\\0\"]",
                "[\"\\1\"]",
                "[\"\\'\"]",
                "[\"\\U0041\"]",
                "[\"\\u\"]",
                "[\"\\u00A\"]",
                "[\"\\u00G0\"]",
                "[\"\\uqqqq\"]",
                "[\"\\ud800\\u\"]",
                "[\"\\ud800\\u1\"]",
                "[\"\\ud800\\u1x\"]",
                "[\"\\\ud83c\udf00\"]",
                "[\"\n\"]",
                "[\"\r\"]",
                "[\"\t\"]",
                "[\"\0\"]",
                "[\"\u001f\"]",
                "[\"\\\n\"]",
                "{\"\n\":1}",
                "{\"\\x\":1}",
                "[\\n]",
                "[\\u0020\"a\"]"
            })
    void aStringThatIsNotWellFormedIsADefect(String text) {
        hasADefect(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/**/1",
                "1//",
                "1/**/",
                "{\"a\":/* */1}",
                "# 1\n1",
                "{\"a\":1}//",
                "{\"a\":1}/",
                "<html></html>",
                "\u001e[1]",
                "\ufeff",
                "\ufeff{}",
                "{}\ufeff",
                "a: 1",
                "a=1",
                ")]}',\n{}"
            })
    void whatOtherNotationsAllowIsADefect(String text) {
        hasADefect(text);
    }

    private void hasADefect(String text) {
        assertThat(syntax.defectIn(utf8(text))).startsWith("line ");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

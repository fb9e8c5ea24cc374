package dev.freshet.source.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.config.RedisPart;
import dev.freshet.config.RedisPart.As;
import dev.freshet.config.RedisPart.Embedding;
import dev.freshet.config.RedisRead;
import dev.freshet.config.RedisRead.Range;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.redis.Reply.Nil;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From replies to JSON, whatever the server. */
class RedisDocumentTest {
    private static final RedisRead HASH = new RedisRead.Hash("h");

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "-0.5e+3", "true", "null", "\"text\"", " [1, 2] ", "{\"b\":1,\"a\":{}}", "{\"a\":1,\"a\":2}"
            })
    void aValueThatIsJsonIsEmbeddedAsItStands(String value) throws Exception {
        assertThat(json(HASH, Embedding.AUTO, many("f", value))).isEqualTo("{\"f\":" + value + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "007|\"007\"",
                "+1|\"+1\"",
                ".5|\".5\"",
                "1.|\"1.\"",
                "NaN|\"NaN\"",
                "True|\"True\"",
                "1 2|\"1 2\"",
                "{\"a\":1|\"{\\\"a\\\":1\"",
                "[1]]|\"[1]]\"",
                "a\"b\\c|\"a\\\"b\\\\c\"",
                "M\u00fcnchen|\"M\u00fcnchen\"",
                "2024-05-01|\"2024-05-01\"",
            })
    void aValueThatIsNoJsonIsAString(String value, String expected) throws Exception {
        assertThat(json(HASH, Embedding.AUTO, many("f", value))).isEqualTo("{\"f\":" + expected + "}");
    }

    @Test
    void anEmptyValueIsAnEmptyString() throws Exception {
        assertThat(json(HASH, Embedding.AUTO, many("f", ""))).isEqualTo("{\"f\":\"\"}");
    }

    @Test
    void aNulByteIsEscapedAndMakesNoOtherEncoding() throws Exception {
        assertThat(json(HASH, Embedding.AUTO, many("f", "1\0"))).isEqualTo("{\"f\":\"1\\u0000\"}");
    }

    @Test
    void aNumberKeepsItsPrecision() throws Exception {
        String digits = "12345678901234567890.12345678901234567890";
        assertThat(json(HASH, Embedding.AUTO, many("f", digits))).isEqualTo("{\"f\":" + digits + "}");
    }

    @Test
    void whatIsDeeperThanTheGateAllowsIsAString() throws Exception {
        String deep = "[".repeat(2000) + "]".repeat(2000);
        assertThat(json(HASH, Embedding.AUTO, many("f", deep))).isEqualTo("{\"f\":\"" + deep + "\"}");
    }

    @Test
    void eachFieldIsEmbeddedAsItSays() throws Exception {
        Embedding as = new Embedding(As.AUTO, Map.of("s", As.STRING, "b", As.BASE64, "n", As.NUMBER, "j", As.JSON));
        Reply reply = many("s", "1", "b", "1", "n", "1", "j", "{}", "a", "1");
        assertThat(json(HASH, as, reply)).isEqualTo("{\"a\":1,\"b\":\"MQ==\",\"j\":{},\"n\":1,\"s\":\"1\"}");
    }

    @Test
    void aFieldThatIsNoNumberIsNamed() {
        Embedding as = new Embedding(As.AUTO, Map.of("votes", As.NUMBER));
        Fault fault = fault(HASH, as, many("votes", "12a\n"));
        assertThat(fault)
                .isEqualTo(new Fault(Reason.VALUE, "key h, field votes: 12a? (expected: a number as JSON writes it)"));
    }

    @Test
    void aFieldThatIsNoJsonIsNamed() {
        Fault fault = fault(HASH, new Embedding(As.JSON, Map.of()), many("f", "{'a':1}"));
        assertThat(fault.detail()).isEqualTo("key h, field f: {'a':1} (expected: a JSON text)");
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedUnlessTheyMayBeBase64() throws Exception {
        Reply reply = new Reply.Many(List.of(bytes("f"), new Reply.Bytes(new byte[] {(byte) 0xc3, 0x28})));
        assertThat(fault(HASH, Embedding.AUTO, reply))
                .isEqualTo(new Fault(
                        Reason.VALUE,
                        "key h, field f: bytes that are not UTF-8 (expected: UTF-8; as: base64 takes any value)"));
        assertThat(json(HASH, new Embedding(As.BASE64, Map.of()), reply)).isEqualTo("{\"f\":\"wyg=\"}");
    }

    @Test
    void anEncodedSurrogateIsNoUtf8() {
        Reply reply = new Reply.Many(List.of(bytes("f"), new Reply.Bytes("\u00ed\u00a0\u0080".getBytes(ISO_8859_1))));
        assertThat(fault(HASH, Embedding.AUTO, reply).detail()).contains("not UTF-8");
    }

    @Test
    void theFieldsOfAHashAreOrderedByTheirBytes() throws Exception {
        assertThat(json(HASH, Embedding.AUTO, many("b", "1", "a", "2", "\u00e9", "3", "B", "4")))
                .isEqualTo("{\"B\":4,\"a\":2,\"b\":1,\"\u00e9\":3}");
    }

    @Test
    void theMembersOfASetAreOrderedByTheirBytes() throws Exception {
        RedisRead set = new RedisRead.Members("s");
        assertThat(json(set, Embedding.AUTO, many("b", "10", "9", "a"))).isEqualTo("[10,9,\"a\",\"b\"]");
    }

    @Test
    void scoresAreTheSameInEitherProtocol() throws Exception {
        RedisRead ranking = new RedisRead.Ranking("z", Range.ALL, false, true);
        Reply resp2 = many("a", "1", "b", "3.2000000000000002", "c", "inf", "d", "-inf", "e", "1e+20");
        Reply resp3 = new Reply.Many(List.of(
                pair("a", 1),
                pair("b", 3.2),
                pair("c", Double.POSITIVE_INFINITY),
                pair("d", Double.NEGATIVE_INFINITY),
                pair("e", 1e20)));
        String expected = "[{\"member\":\"a\",\"score\":1},{\"member\":\"b\",\"score\":3.2},"
                + "{\"member\":\"c\",\"score\":\"inf\"},{\"member\":\"d\",\"score\":\"-inf\"},"
                + "{\"member\":\"e\",\"score\":100000000000000000000}]";
        assertThat(json(ranking, Embedding.AUTO, resp2)).isEqualTo(expected);
        assertThat(json(ranking, Embedding.AUTO, resp3)).isEqualTo(expected);
    }

    @Test
    void aFieldThatComesTwiceInAnEntryHasItsLastValue() throws Exception {
        RedisRead stream = new RedisRead.Entries("x", 10);
        Reply entry = new Reply.Many(List.of(bytes("1-0"), many("a", "1", "b", "2", "a", "3")));
        RedisDocument document = new RedisDocument(leaf(stream, Embedding.AUTO, null), 1000);
        assertThat(new String(document.json(List.of(new Reply.Many(List.of(entry)), new Reply.Whole(1))), UTF_8))
                .isEqualTo("[{\"id\":\"1-0\",\"fields\":{\"a\":3,\"b\":2}}]");
    }

    @Test
    void whatIsMissingFailsTheWholeUnlessItHasADefault() throws Exception {
        assertThat(fault(HASH, Embedding.AUTO, new Reply.Many(List.of())))
                .isEqualTo(new Fault(Reason.MISSING, "key h: no such key"));
        RedisDocument document = new RedisDocument(leaf(HASH, Embedding.AUTO, "{\"none\":true}"), 1000);
        assertThat(new String(document.json(List.of(Nil.NIL)), UTF_8)).isEqualTo("{\"none\":true}");
    }

    @Test
    void aRangeBeyondTheEndOfAListIsEmptyAndNotMissing() throws Exception {
        RedisRead list = new RedisRead.Sequence("l", new Range(100, 199), false);
        RedisDocument document = new RedisDocument(leaf(list, Embedding.AUTO, null), 1000);
        Reply nothing = new Reply.Many(List.of());
        assertThat(document.commands()).hasSize(2);
        assertThat(new String(document.json(List.of(nothing, new Reply.Whole(1))), UTF_8))
                .isEqualTo("[]");
        UnfitValueException thrown = catchThrowableOfType(
                UnfitValueException.class, () -> document.json(List.of(nothing, new Reply.Whole(0))));
        assertThat(thrown.fault().reason()).isEqualTo(Reason.MISSING);
    }

    private static String json(RedisRead read, Embedding as, Reply reply) throws UnfitValueException {
        return new String(new RedisDocument(leaf(read, as, null), 1000).json(List.of(reply)), UTF_8);
    }

    private static Fault fault(RedisRead read, Embedding as, Reply reply) {
        return catchThrowableOfType(UnfitValueException.class, () -> json(read, as, reply))
                .fault();
    }

    private static RedisPart leaf(RedisRead read, Embedding as, String otherwise) {
        return new RedisPart.Leaf(read, as, otherwise);
    }

    private static Reply many(String... words) {
        return new Reply.Many(
                Arrays.stream(words).<Reply>map(RedisDocumentTest::bytes).toList());
    }

    private static Reply pair(String member, double score) {
        return new Reply.Many(List.of(bytes(member), new Reply.Real(score)));
    }

    private static Reply bytes(String text) {
        return new Reply.Bytes(text.getBytes(UTF_8));
    }
}

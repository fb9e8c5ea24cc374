package dev.freshet.refresh.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6901, with the document of its section 5. */
final class PointersTest {
    private static final String EXAMPLE =
            "{\"foo\": [\"bar\", \"baz\"], \"\": 0, \"a/b\": 1, \"c%d\": 2, \"e^f\": 3, \"g|h\": 4, \" \": 7, \"m~n\": 8}";

    @ParameterizedTest
    @ValueSource(strings = {"/foo", "/foo/0", "/foo/1", "/", "/a~1b", "/c%d", "/e^f", "/g|h", "/ ", "/m~0n"})
    void whatIsThereIsFound(String pointer) {
        assertThat(finds(EXAMPLE, pointer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/foo/2",
                "/foo/-",
                "/foo/00",
                "/foo/01",
                "/foo/bar",
                "/foo/0/x",
                "/bar",
                "/a/b",
                "/a~01b",
                "/FOO",
                "//",
                "/foo/"
            })
    void whatIsNotThereIsNotFound(String pointer) {
        assertThat(finds(EXAMPLE, pointer)).isFalse();
    }

    @Test
    void aNumberNamesAnElementOfAnArrayAndAMemberOfAnObject() {
        assertThat(finds("{\"0\":1}", "/0")).isTrue();
        assertThat(finds("{\"00\":1}", "/00")).isTrue();
        assertThat(finds("[1]", "/0")).isTrue();
        assertThat(finds("[1]", "/00")).isFalse();
    }

    @Test
    void manyPointersAreFoundOnOneWalkWhereverTheyStand() {
        Pointers pointers = new Pointers(List.of("/a/b/1/c", "/a", "/a/b", "/z", "/a/x"));
        PointerWalk walk = new PointerWalk(pointers, -1);

        String defect = new JsonSyntax()
                .defectIn(utf8("{\"skipped\":[[[{}]]],\"a\":{\"b\":[0,{\"c\":[]},2],\"y\":{}},\"z\":null}"), walk);

        assertThat(defect).isNull();
        assertThat(List.of(walk.found(0), walk.found(1), walk.found(2), walk.found(3), walk.found(4)))
                .containsExactly(true, true, true, true, false);
    }

    @Test
    void ofMembersThatStandTwiceTheLastCounts() {
        assertThat(mark("{\"n\":1,\"n\":2}")).isEqualTo(Mark.ofNumber("2"));
        assertThat(mark("{\"n\":1,\"n\":null}")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":[1,2]} x", "{\"a\":[1,2}", "{\"a\"", "[1,", "{\"a\":tru}"})
    void aDefectIsFoundOnTheWalkToo(String text) {
        PointerWalk walk = new PointerWalk(new Pointers(List.of("/a/0", "/b")), -1);

        assertThat(new JsonSyntax().defectIn(utf8(text), walk)).startsWith("line 1, column ");
    }

    @Test
    void theWalkIsNoDeeperThanThePointers() {
        String deep = "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";

        assertThat(finds(deep, "/a/0/0")).isTrue();
    }

    private static Mark mark(String json) {
        PointerWalk walk = new PointerWalk(new Pointers(List.of("/n")), 0);
        assertThat(new JsonSyntax().defectIn(utf8(json), walk)).isNull();
        return walk.mark();
    }

    private static boolean finds(String json, String pointer) {
        PointerWalk walk = new PointerWalk(new Pointers(List.of(pointer)), -1);
        assertThat(new JsonSyntax().defectIn(utf8(json), walk)).isNull();
        return walk.found(0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

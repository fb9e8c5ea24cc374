package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files keep the rules of {@link Tidy}, and each rule catches a bad sample. Confined to the test's thread. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TidyTest {
    private List<SourceFile> main;
    private List<SourceFile> tests;

    @BeforeAll
    void parse() throws IOException {
        main = SourceFile.under(Path.of("src/main/java"));
        tests = SourceFile.under(Path.of("src/test/java"), Path.of("src/bench/java"));
    }

    @Test
    void theFilesAreFound() {
        assertThat(main).extracting(SourceFile::name).anyMatch(name -> name.endsWith("SystemClock.java"));
        assertThat(tests).extracting(SourceFile::name).anyMatch(name -> name.endsWith("TidyTest.java"));
        assertThat(tests).extracting(SourceFile::name).anyMatch(name -> name.endsWith("GateBenchmark.java"));
    }

    @Test
    void noFileIsLong() {
        assertThat(everywhere(Tidy::longFiles)).isEmpty();
    }

    @Test
    void aLongFileIsCaught() {
        String lines = "// a line\n".repeat(Tidy.FILE_LINES);
        assertThat(Tidy.longFiles(SourceFile.of(lines))).isEmpty();
        assertThat(Tidy.longFiles(SourceFile.of(lines + "// one more\n")))
                .containsExactly("Sample.java: 401 lines (expected: at most 400)");
    }

    @Test
    void noMethodIsLong() {
        assertThat(everywhere(Tidy::longMethods)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"void act()", "Sample()", "static", ""})
    void aLongMethodIsCaught(String head) {
        String lines = "        act();\n".repeat(Tidy.METHOD_LINES - 2);
        String method = "class Sample {\n    /** A comment does not count. */\n    " + head + " {\n%s    }\n}\n";
        assertThat(Tidy.longMethods(SourceFile.of(method.formatted(lines)))).isEmpty();
        assertThat(Tidy.longMethods(SourceFile.of(method.formatted(lines + "        act();\n"))))
                .containsExactly("Sample.java:3: a method of 61 lines (expected: at most 60)");
    }

    @Test
    void nothingIsUnfinished() {
        assertThat(everywhere(Tidy::unfinished)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"})
    void aNoteForLaterIsCaught(String word) {
        assertThat(Tidy.unfinished(SourceFile.of("// " + word + ": later\n"))).hasSize(1);
    }

    @Test
    void nobodySigns() {
        assertThat(everywhere(Tidy::authorship)).isEmpty();
    }

    @Test
    void aSignatureIsCaught() {
        assertThat(Tidy.authorship(SourceFile.of("/** @" + "author Somebody */ class Sample {}")))
                .hasSize(1);
    }

    @Test
    void noPathOfOneMachineIsNamed() {
        assertThat(everywhere(Tidy::machinePaths)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ho" + "me/me/x", "/ro" + "ot/x", "/Use" + "rs/me", "/tm" + "p/x", "C:" + "\\x"})
    void aPathOfOneMachineIsCaught(String path) {
        assertThat(Tidy.machinePaths(SourceFile.of("// " + path + "\n"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/home/", "src/tmp/x", "/live.json", "/home"})
    void otherPathsAreFine(String path) {
        assertThat(Tidy.machinePaths(SourceFile.of("// " + path + "\n"))).isEmpty();
    }

    @Test
    void thereAreNoTabs() {
        assertThat(everywhere(Tidy::tabs)).isEmpty();
    }

    @Test
    void aTabIsCaught() {
        assertThat(Tidy.tabs(SourceFile.of("class Sample {\n\tint tab;\n}\n"))).hasSize(1);
    }

    @Test
    void noTypeHasAVagueName() {
        assertThat(everywhere(Tidy::vagueNames)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CacheManager",
                "TestHelper",
                "StringUtils",
                "CacheImpl",
                "BaseHandler",
                "CommonConfig",
                "TestData",
                "InfoHandler"
            })
    void aVagueNameIsCaught(String name) {
        assertThat(Tidy.vagueNames(SourceFile.of("class Sample { record " + name + "() {} }")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Database", "Base64Url", "Informational", "Implicit"})
    void aNameThatOnlyBeginsVaguelyIsFine(String name) {
        assertThat(Tidy.vagueNames(SourceFile.of("class " + name + " {}"))).isEmpty();
    }

    @Test
    void noAccessorIsCalledGet() {
        assertThat(offences(main, Tidy::getters)).isEmpty();
    }

    @Test
    void anAccessorCalledGetIsCaught() {
        assertThat(Tidy.getters(SourceFile.of("class Sample { int getSize() { return 1; } }")))
                .hasSize(1);
    }

    @Test
    void theAccessorsOfALibraryAreFine() {
        assertThat(Tidy.getters(SourceFile.of("class Sample { @Override public int getSize() { return 1; } }")))
                .isEmpty();
    }

    @Test
    void everyTypeStatesItsThreadRule() {
        assertThat(offences(main, Tidy::missingThreadRules)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/** A thing. */",
                "// Immutable.\n",
                "/** Immutable. But then. It goes on. */",
                "/** A thing.\n * @param it immutable\n */"
            })
    void aMissingThreadRuleIsCaught(String comment) {
        assertThat(Tidy.missingThreadRules(SourceFile.of(comment + "\nrecord Sample(int it) {}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** A thing. Immutable. */",
                "/** A thing. Thread-safe: it has no state. */",
                "/** A thing. Implementations are thread-safe and never block. */",
                "/** A thing.\n * Confined to one event loop. It is that of the client.\n * @param it a number\n */"
            })
    void aThreadRuleAtTheEndIsFound(String comment) {
        assertThat(Tidy.missingThreadRules(SourceFile.of(comment + "\nrecord Sample(int it) {}")))
                .isEmpty();
    }

    @Test
    void noConstantArrayIsWrittenTo() {
        assertThat(offences(main, Tidy::writesToConstants)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TABLE[1] = 2", "Sample.TABLE[1] += 2", "TABLE[1]++", "--TABLE[1]"})
    void aWriteToAConstantArrayIsCaught(String write) {
        assertThat(Tidy.writesToConstants(SourceFile.of("class Sample { void act() { " + write + "; } }")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"table[1] = 2", "x = TABLE[1]", "x += -TABLE[1]"})
    void aReadOfAConstantArrayIsFine(String read) {
        assertThat(Tidy.writesToConstants(SourceFile.of("class Sample { void act() { " + read + "; } }")))
                .isEmpty();
    }

    @Test
    void noTestIsSkipped() {
        assertThat(offences(tests, Tidy::skippedTests)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Disabled void test() {}",
                "@org.junit.jupiter.api.Disabled(\"why\") void test() {}",
                "@EnabledIfEnvironmentVariable(named = \"CI\", matches = \"1\") void test() {}",
                "@EnabledOnOs(OS.LINUX) void test() {}",
                "void test() { assumeTrue(fine()); }",
                "void test() { Assumptions.abort(); }",
                "void test() { org.assertj.core.api.Assumptions.assumeThat(1).isEqualTo(2); }"
            })
    void aSkippedTestIsCaught(String test) {
        assertThat(Tidy.skippedTests(SourceFile.of("class Sample { " + test + " }")))
                .hasSize(1);
    }

    @Test
    void noTestSleeps() {
        assertThat(offences(tests, Tidy::sleeps)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void test() { Thread.sleep(1); }",
                "void test() { TimeUnit.SECONDS.sleep(1); }",
                "void test() { sleep(1); }",
                "Sleeper it = Thread::sleep;"
            })
    void aSleepIsCaught(String member) {
        assertThat(Tidy.sleeps(SourceFile.of("class Sample { " + member + " }")))
                .hasSize(1);
    }

    private List<String> everywhere(Function<SourceFile, Stream<String>> check) {
        return Stream.concat(main.stream(), tests.stream()).flatMap(check).toList();
    }

    private static List<String> offences(List<SourceFile> files, Function<SourceFile, Stream<String>> check) {
        return files.stream().flatMap(check).toList();
    }
}

package dev.freshet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout holds, and each of its rules catches what it is there for. Confined to the test's thread. */
final class LayoutTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.freshet");

    private static final SampleCompiler SAMPLES = new SampleCompiler();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() throws IOException {
        SAMPLES.close();
    }

    @Test
    void theClassesOfTheProjectAreFound() {
        assertThat(MAIN.contain("dev.freshet.observe.SystemClock")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.freshet.rules.Layout#rules")
    void theProjectKeeps(ArchRule rule) {
        assertThat(violations(rule, MAIN)).isEmpty();
    }

    @Test
    void anImportThatPointsUpIsCaught() throws IOException {
        caught(
                Layout.IMPORTS_POINT_DOWN,
                "package dev.freshet.server; public final class Up {}",
                "package dev.freshet.cache; final class Bad { dev.freshet.server.Up up; }");
    }

    @Test
    void anImportBetweenPackagesOfOneLineIsCaught() throws IOException {
        caught(
                Layout.IMPORTS_POINT_DOWN,
                "package dev.freshet.tls; public final class Beside {}",
                "package dev.freshet.source; final class Bad { dev.freshet.tls.Beside[] beside; }");
    }

    @Test
    void anUnknownPackageIsCaught() throws IOException {
        caught(Layout.IMPORTS_POINT_DOWN, "package dev.freshet.misc; final class Bad {}");
    }

    @Test
    void anImportThatPointsDownIsFine() throws IOException {
        fine(
                Layout.IMPORTS_POINT_DOWN,
                "package dev.freshet.cache; public final class Down {}",
                "package dev.freshet.server.http; final class Good { dev.freshet.cache.Down down; }");
    }

    @Test
    void aCycleIsCaught() throws IOException {
        caught(
                Layout.NO_CYCLES,
                "package dev.freshet.server.one; public final class One { dev.freshet.server.two.Two two; }",
                "package dev.freshet.server.two; public final class Two { dev.freshet.server.one.One one; }");
    }

    @Test
    void caffeineOutsideTheCacheIsCaught() throws IOException {
        String bad =
                "package dev.freshet.refresh; final class Bad { com.github.benmanes.caffeine.cache.Cache<?, ?> it; }";
        caught(Layout.CAFFEINE_IN_CACHE, bad);
        fine(Layout.CAFFEINE_IN_CACHE, bad.replace("refresh", "cache"));
    }

    @Test
    void lettuceOutsideTheSourcesIsCaught() throws IOException {
        String bad = "package dev.freshet.demo; final class Bad { io.lettuce.core.RedisClient it; }";
        caught(Layout.LETTUCE_IN_SOURCE, bad);
        fine(Layout.LETTUCE_IN_SOURCE, bad.replace("demo", "source"));
    }

    @Test
    void nettysTlsOutsideTlsIsCaught() throws IOException {
        String bad = "package dev.freshet.server; final class Bad { io.netty.handler.ssl.SslContext it; }";
        caught(Layout.TLS_IN_TLS, bad);
        fine(Layout.TLS_IN_TLS, bad.replace("server", "tls"));
    }

    @Test
    void theYamlParserOutsideTheConfigurationIsCaught() throws IOException {
        String bad = "package dev.freshet.cli; final class Bad { org.snakeyaml.engine.v2.api.Load it; }";
        caught(Layout.YAML_IN_CONFIG, bad);
        fine(Layout.YAML_IN_CONFIG, bad.replace("cli", "config"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.currentTimeMillis()",
                "System.nanoTime()",
                "(java.util.function.LongSupplier) System::nanoTime",
                "java.time.Instant.now()",
                "java.time.LocalTime.now()",
                "java.time.Clock.systemUTC()",
                "new java.util.Date()",
            })
    void aReaderOfTheWallClockIsCaught(String reading) throws IOException {
        String bad = "package dev.freshet.observe; final class Bad { Object now() { return " + reading + "; } }";
        caught(Layout.ONE_CLOCK, bad);
        fine(Layout.ONE_CLOCK, bad.replace("Bad", "SystemClock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thread.sleep(1)", "java.util.concurrent.TimeUnit.SECONDS.sleep(1)"})
    void aSleeperIsCaught(String sleeping) throws IOException {
        caught(
                Layout.ONE_CLOCK,
                "package dev.freshet.demo; final class Bad { void rest() throws Exception { " + sleeping + "; } }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.out.println()",
                "System.err.println()",
                "System.exit(1)",
                "Runtime.getRuntime().halt(1)",
                "new Exception().printStackTrace()",
            })
    void printingAndExitingOutsideTheCommandLineIsCaught(String effect) throws IOException {
        String bad = "package dev.freshet.app; final class Bad { void act() { " + effect + "; } }";
        caught(Layout.ONLY_THE_COMMAND_LINE_PRINTS_OR_EXITS, bad);
        fine(Layout.ONLY_THE_COMMAND_LINE_PRINTS_OR_EXITS, bad.replace("app", "cli"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int count;",
                "static final byte[] BYTES = {};",
                "private static final StringBuilder[] TEXTS = {};",
                "static final StringBuilder TEXT = new StringBuilder();",
                "static final java.util.concurrent.atomic.AtomicLong COUNT = new java.util.concurrent.atomic.AtomicLong();",
                "static final Bad IT = new Bad(); int count;",
                "static final java.util.Map<String, String> MAP = new java.util.HashMap<>();",
                "static final Shape IT = new Round(); interface Shape {} static final class Round implements Shape { int r; }",
            })
    void aMutableStaticIsCaught(String field) throws IOException {
        JavaClasses bad = SAMPLES.compiled(folder, "package dev.freshet.app; final class Bad { " + field + " }");
        assertThat(List.of(Layout.NO_MUTABLE_STATICS, Layout.STATICS_HOLD_NO_MUTABLE_COLLECTION))
                .anySatisfy(rule -> assertThat(violations(rule, bad)).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static final int COUNT = 1;",
                "static final org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger(Good.class);",
                "static final java.util.List<String> NAMES = java.util.List.of();",
                "static final Good IT = new Good(null); final Good next; Good(Good next) { this.next = next; }",
                "private static final byte[] BYTES = {1};",
                "enum Size { SMALL, LARGE { } }",
                "void check() { assert hashCode() != 0; }",
            })
    void anImmutableStaticIsFine(String field) throws IOException {
        JavaClasses good = SAMPLES.compiled(folder, "package dev.freshet.app; final class Good { " + field + " }");
        assertThat(violations(Layout.NO_MUTABLE_STATICS, good)).isEmpty();
        assertThat(violations(Layout.STATICS_HOLD_NO_MUTABLE_COLLECTION, good)).isEmpty();
    }

    @Test
    void aClassThatIsNotFinalIsCaught() throws IOException {
        caught(Layout.CLASSES_ARE_FINAL, "package dev.freshet.app; class Bad {}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record Good() {}",
                "interface Good {}",
                "enum Good { SMALL { } }",
                "abstract class Good { Object it = new Object() {}; }",
                "sealed class Good { static final class Only extends Good {} }",
            })
    void whatCannotBeFinalIsFine(String type) throws IOException {
        fine(Layout.CLASSES_ARE_FINAL, "package dev.freshet.app; " + type);
    }

    @Test
    void aPackageWithoutNullMarkedIsCaught() throws IOException {
        caught(Layout.PACKAGES_ARE_NULL_MARKED, "package dev.freshet.app.more; final class Bad {}");
    }

    private void caught(ArchRule rule, String... sources) throws IOException {
        assertThat(violations(rule, SAMPLES.compiled(folder, sources))).isNotEmpty();
    }

    private void fine(ArchRule rule, String... sources) throws IOException {
        Path other = folder.resolve("fine");
        assertThat(violations(rule, SAMPLES.compiled(other, sources))).isEmpty();
    }

    /** Evaluated rather than checked: a check would leave out what an ignore file on the class path names. */
    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}

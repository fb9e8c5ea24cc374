package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Freshet, in a checkout that is built, with a JDK that says what it was given. Confined to the test's thread. */
final class LauncherTest {
    @TempDir
    private Path home;

    private Path checkout;
    private Path jdk;

    @BeforeEach
    void make() throws IOException {
        checkout = Files.createDirectories(home.resolve("a checkout"));
        jdk = home.resolve(".jdks/temurin-25");
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("src/main"));
        Files.createDirectories(checkout.resolve("target/lib"));
        Files.copy(Path.of("freshet"), checkout.resolve("freshet"));
        Files.copy(Path.of(".mvn/jdk25.sh"), checkout.resolve(".mvn/jdk25.sh"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("target/freshet.jar"), "");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        executable("bin/javac", "#!/bin/sh\n");
        executable("bin/java", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    }

    @Test
    void aJdkInOneOfTheUsualFoldersIsFound() throws Exception {
        assertThat(said(Map.of())).doesNotContain("no JDK 25");
    }

    @Test
    void optionsAreWordsAndTakeTheCollectorsPlace() throws Exception {
        assertThat(said(Map.of("JAVA25_HOME", jdk.toString())).lines()).contains("-XX:+UseSerialGC");
        assertThat(said(Map.of("JAVA25_HOME", jdk.toString(), "FRESHET_JAVA_OPTS", "-XX:+UseG1GC *"))
                        .lines())
                .contains("-XX:+UseG1GC", "*")
                .doesNotContain("-XX:+UseSerialGC", "pom.xml");
    }

    private void executable(String name, String script) throws IOException {
        Path file = Files.writeString(jdk.resolve(name), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String said(Map<String, String> variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "freshet", "check", "-c", "x.yaml")
                .directory(checkout.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString()));
        builder.environment().putAll(variables);
        Process launcher = builder.start();
        String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}

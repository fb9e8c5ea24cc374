package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoringSslTest {

    @Test
    void itIsThere() {
        assertThat(BoringSsl.problem()).isNull();
    }

    @Test
    void itsAbsenceIsOneSentenceWithPlatformAndReason(@TempDir Path directory) throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dio.netty.handler.ssl.noOpenSsl=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutBoringSsl.class.getName()))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines().filter(line -> line.startsWith("tls: ")))
                .singleElement()
                .asString()
                .matches("tls: BoringSSL cannot be loaded on \\S+-\\S+: .*noOpenSsl.*"
                        + " \\(expected: netty-tcnative-boringssl-static for this platform\\)");
    }

    /** Run in a machine of its own, where the library is switched off. */
    static final class WithoutBoringSsl {
        public static void main(String[] arguments) {
            ServerTls.check(TestPki.config(), TestClock.now()).problems().forEach(System.out::println);
        }
    }
}

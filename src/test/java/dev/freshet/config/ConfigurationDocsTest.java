package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is what the declarations say. */
class ConfigurationDocsTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");

    @Test
    void thePageIsMadeFromTheDeclarations() throws IOException {
        String made = ConfigurationDocs.page(ConfigurationFolder.shipped("complete.yaml"));
        if ("write".equals(System.getProperty("freshet.docs"))) {
            Files.writeString(PAGE, made);
        }

        assertThat(PAGE)
                .as("docs/configuration.md is out of date; write it again with: "
                        + "mvn test -Dtest=ConfigurationDocsTest -Dfreshet.docs=write")
                .content()
                .isEqualTo(made);
    }

    @Test
    void theExampleHasEveryKey() throws IOException {
        String example = ConfigurationFolder.shipped("complete.yaml");

        assertThat(ConfigurationDocs.keys())
                .hasSizeGreaterThan(40)
                .allSatisfy(key -> assertThat(example).containsPattern("(?m)[{ ,^]" + key + ":|^" + key + ":"));
    }
}

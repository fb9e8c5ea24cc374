package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code wrong-configurations.txt}: what is wrong, the text, and every problem that is told, in this order. */
class WrongConfigurationTest {
    @TempDir
    Path root;

    record Wrong(String name, String yaml, List<String> problems) {
        /** Of the form {@code name, text, --, problems}; {@code {BEL}} stands for a control character. */
        static Wrong parse(String block) {
            String[] parts = ("\n" + block).split("\n--\n", 2);
            String[] text = parts[0].strip().split("\n", 2);
            String yaml = text.length == 1 ? "" : text[1] + "\n";
            List<String> problems =
                    parts[1].lines().filter(line -> !line.isBlank()).toList();
            return new Wrong(text[0], yaml.replace("{BEL}", "\u0007"), problems);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wrong> wrong() throws IOException {
        try (InputStream in = WrongConfigurationTest.class.getResourceAsStream("wrong-configurations.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(table.split("(?m)^== ")).skip(1).map(Wrong::parse);
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void everyProblemIsToldWithItsPlace(Wrong wrong) throws Exception {
        Path file = ConfigurationFolder.in(root).top();

        InvalidConfigurationException thrown = catchThrowableOfType(
                InvalidConfigurationException.class, () -> ConfigurationReader.read(wrong.yaml(), file));

        assertThat(thrown).as("the text is refused").isNotNull();
        assertThat(thrown.problems())
                .map(problem -> problem.toString()
                        .substring(file.toString().length() + 1)
                        .strip())
                .isEqualTo(wrong.problems());
    }
}

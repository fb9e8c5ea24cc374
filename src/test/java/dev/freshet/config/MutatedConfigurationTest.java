package dev.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a sound configuration, it is read or refused with its problems in order, and nothing else. */
class MutatedConfigurationTest {
    private static final int MUTANTS = 500;
    private static final String GARBAGE = "\t\"'[]{}:#&*!|>%@`?,-~<=0aZ\\ \u0000\u0085\u00e9\u2028\ud83c\ud800\uffff\n";

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMutantIsReadOrRefused(long seed) throws Exception {
        Path file = ConfigurationFolder.in(root).conf();
        String sound = ConfigurationFolder.shipped("complete.yaml");
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            refused += isRefused(mutant(sound, random), file) ? 1 : 0;
        }

        assertThat(refused).isBetween(MUTANTS / 4, MUTANTS);
    }

    private static boolean isRefused(String yaml, Path file) {
        try {
            ConfigurationReader.read(yaml, file);
            return false;
        } catch (InvalidConfigurationException refused) {
            assertThat(refused.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(Problems.MOST + 1);
            assertThat(refused.problems())
                    .allSatisfy(problem -> assertThat(problem.toString())
                            .as("on one line, whatever the file holds")
                            .doesNotContainPattern("[\\n\\r\\t\\u0000]"));
            return true;
        } catch (RuntimeException | Error e) {
            return fail("for this configuration:\n" + yaml, e);
        }
    }

    private static String mutant(String sound, Random random) {
        List<String> lines = new ArrayList<>(sound.lines().toList());
        int mutations = 1 + random.nextInt(3);
        for (int i = 0; i < mutations; i++) {
            mutate(lines, random.nextInt(lines.size()), random);
        }
        return String.join("\n", lines);
    }

    private static void mutate(List<String> lines, int index, Random random) {
        String line = lines.get(index);
        int at = random.nextInt(line.length() + 1);
        switch (random.nextInt(7)) {
            case 0 -> lines.set(index, "");
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.set(index, line.substring(0, at));
            case 3 -> lines.set(index, line.substring(0, at) + garbage(random) + line.substring(at));
            case 4 -> lines.set(index, " ".repeat(random.nextInt(6)) + line.strip());
            case 5 -> lines.set(index, line.split(":", 2)[0] + ": " + garbage(random));
            default -> lines.set(index, line.substring(at) + line.substring(0, at));
        }
    }

    private static String garbage(Random random) {
        StringBuilder garbage = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            garbage.append(GARBAGE.charAt(random.nextInt(GARBAGE.length())));
        }
        return garbage.toString();
    }
}

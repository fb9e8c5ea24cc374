package dev.freshet.refresh.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, as by {@code kill -9}, in the middle of writing a file. */
final class KilledWriterTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Confirmations NONE = new Confirmations(Map.of());
    private static final int KILLS = 6;

    @TempDir
    private Path root;

    private final Random random = new Random(1);

    @Test
    void whateverTheMomentTheFileIsTheOldOneOrTheNewOne() throws Exception {
        StateFolder folder = StateFolder.open(root);
        Path unfinished = root.resolve(folder.path(EndlessWriter.UNIT).getFileName() + ".unfinished");
        long last = 0;
        int halves = 0;
        for (int i = 0; i < KILLS; i++) {
            killWhileWriting(folder, unfinished, last + 1);

            Kept kept = folder.read(EndlessWriter.UNIT, 2L * EndlessWriter.BYTES, NONE)
                    .getFirst();
            assertThat(kept.number()).isGreaterThan(last);
            byte filling = EndlessWriter.filling(kept.number());
            assertThat(kept.payload().bytes()).hasSize(EndlessWriter.BYTES).containsOnly(filling);
            last = kept.number();
            halves += Files.exists(unfinished) ? 1 : 0;
        }

        assertThat(halves).as("kills that came in the middle").isPositive();
        assertThat(folder.claim()).isTrue();
        assertThat(unfinished).doesNotExist();
        folder.release();
    }

    /** Once a whole file is there and another has so many bytes. */
    private void killWhileWriting(StateFolder folder, Path unfinished, long number) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-classpath",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                root.toString(),
                Long.toString(number));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(Patience.until(() -> isWritten(folder, number), SOON)).isTrue();
            long bytes = random.nextLong(EndlessWriter.BYTES);
            assertThat(Patience.until(() -> size(unfinished) >= bytes, SOON)).isTrue();
        } finally {
            process.destroyForcibly().waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static boolean isWritten(StateFolder folder, long number) {
        try {
            List<Kept> kept = folder.read(EndlessWriter.UNIT, 2L * EndlessWriter.BYTES, NONE);
            return kept != null && kept.getFirst().number() >= number;
        } catch (StateProblemException e) {
            throw new AssertionError("a reader saw what was not whole", e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.freshet.refresh.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cache.Payload;
import dev.freshet.refresh.state.Confirmations.Confirmation;
import dev.freshet.source.Validators;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
    private static final Confirmations NONE = new Confirmations(Map.of());

    @TempDir
    private Path root;

    @Test
    void whatIsWrittenIsFoundByTheNextProcess() throws Exception {
        StateFolder folder = StateFolder.open(root.resolve("a/state"));
        folder.write("/live.json", List.of(kept("1")));
        folder.write(new Confirmations(Map.of("/live.json", new Confirmation(1, 2, 9))));

        StateFolder next = StateFolder.open(root.resolve("a/state"));

        assertThat(next.confirmations().byName()).hasSize(1);
        assertThat(next.read("/live.json", 10_000, next.confirmations()))
                .singleElement()
                .satisfies(each -> assertThat(each.confirmedAtMillis()).isEqualTo(9));
        assertThat(next.strangers()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNoProblem() throws Exception {
        StateFolder folder = StateFolder.open(root);

        assertThat(folder.read("/live.json", 10_000, NONE)).isNull();
        assertThat(folder.confirmations()).isEqualTo(NONE);
    }

    @Test
    void whatAKilledProcessHasLeftHalfWrittenIsRemoved() throws Exception {
        StateFolder folder = StateFolder.open(root);
        folder.write("/live.json", List.of(kept("1")));
        Path half = Files.writeString(root.resolve(folder.path("/live.json").getFileName() + ".unfinished"), "fres");

        StateFolder next = StateFolder.open(root);
        assertThat(half).exists(); // it may be another process that writes it
        assertThat(next.claim()).isTrue();

        assertThat(half).doesNotExist();
        assertThat(next.read("/live.json", 10_000, NONE)).hasSize(1);
        next.release();
    }

    @Test
    void strangersAreNeitherReadNorRemoved() throws Exception {
        Path notes = Files.writeString(root.resolve("notes.txt"), "mine");
        Path unfinished = Files.writeString(root.resolve("notes.unfinished"), "mine");

        assertThat(StateFolder.open(root).strangers()).containsExactlyInAnyOrder(notes, unfinished);
        assertThat(notes).hasContent("mine");
        assertThat(unfinished).hasContent("mine");
    }

    @Test
    void filesOfOtherUnitsAreOrphansAndAreLeftAlone() throws Exception {
        StateFolder folder = StateFolder.open(root);
        folder.write("/live.json", List.of(kept("1")));
        folder.write("/old.json", List.of(kept("1")));

        assertThat(folder.orphans(List.of("/live.json", "/new.json"))).containsExactly(folder.path("/old.json"));
        assertThat(folder.path("/old.json")).exists();
    }

    @Test
    void oneWritesUntilItReleases() throws Exception {
        StateFolder one = StateFolder.open(root);
        StateFolder other = StateFolder.open(root);
        assertThat(one.claim()).isTrue();
        assertThat(one.claim()).isTrue();
        assertThat(other.claim()).isFalse();

        one.release();
        assertThat(other.claim()).isTrue();
        other.release();
        assertThat(one.strangers()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneIsAProblemAndLeavesNothingHalfWritten() throws Exception {
        StateFolder folder = StateFolder.open(root.resolve("state"));
        Files.delete(root.resolve("state"));

        assertThatThrownBy(() -> folder.write("/live.json", List.of(kept("1"))))
                .hasMessage(folder.path("/live.json") + " cannot be written: no such file or folder");
        assertThatThrownBy(folder::claim).hasMessageEndingWith("lock cannot be locked: no such file or folder");
    }

    @Test
    void whatCannotTakeItsPlaceIsRemoved() throws Exception {
        StateFolder folder = StateFolder.open(root);
        Path inTheWay = Files.createDirectories(folder.path("/live.json").resolve("full"));

        assertThatThrownBy(() -> folder.write("/live.json", List.of(kept("1"))))
                .hasMessageContaining("cannot be written: ");
        assertThat(inTheWay).exists();
        assertThat(folder.strangers()).isEmpty();
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).containsExactly(inTheWay.getParent());
        }
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws Exception {
        StateFolder folder = StateFolder.open(root);
        folder.write("/live.json", List.of(kept("1".repeat(1000))));

        assertThatThrownBy(() -> folder.read("/live.json", 500, NONE))
                .isInstanceOf(StateProblemException.class)
                .hasMessageEndingWith("(expected: at most 500)");
    }

    @Test
    void aFileInThePlaceOfTheFolderIsAProblem() throws Exception {
        Path file = Files.writeString(root.resolve("state"), "");

        assertThatThrownBy(() -> StateFolder.open(file))
                .isInstanceOf(StateProblemException.class)
                .hasMessageStartingWith("state: " + file + " cannot be made: ");
    }

    @Test
    void namesOfUnitsBecomeNamesOfFilesWhateverIsInThem() {
        assertThat(StateFolder.fileName("../../etc/passwd")).matches("[0-9a-f]{32}\\.snapshot");
        assertThat(StateFolder.fileName("/a")).isNotEqualTo(StateFolder.fileName("/b"));
    }

    private static Kept kept(String text) {
        Payload payload = new Payload(text.getBytes(StandardCharsets.UTF_8), "application/json");
        return new Kept("/live.json", "upstream api /live.json", payload, 1, 2, 3, Validators.NONE);
    }
}

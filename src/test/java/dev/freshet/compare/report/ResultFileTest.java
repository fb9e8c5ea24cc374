package dev.freshet.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are there, are none, or cannot be. Confined to the test's thread. */
final class ResultFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsThereIsReplacedWholeAndNothingIsLeftBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "before");
        ResultFile result = new ResultFile(file);
        result.requireWritable();
        assertThat(file).hasContent("before");

        result.write("after");

        assertThat(file).hasContent("after");
        assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
    }

    @Test
    void aFolderThatIsNotThereIsSaidBeforeAndAfter() {
        ResultFile result = new ResultFile(folder.resolve("missing/x.json"));

        assertThatThrownBy(result::requireWritable)
                .isInstanceOf(IOException.class)
                .hasMessage("there is no such folder");
        assertThatThrownBy(() -> result.write("{}"))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no such folder");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(new ResultFile(folder)::requireWritable)
                .isInstanceOf(IOException.class)
                .hasMessage("it is a folder");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "");

        assertThatThrownBy(new ResultFile(file.resolve("y"))::requireWritable)
                .isInstanceOf(IOException.class)
                .hasMessage("Not a directory");
    }

    @Test
    void aLinkStaysOneAndWhatItLeadsToIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        ResultFile result = new ResultFile(link);
        result.requireWritable();

        result.write("after");

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("after");
    }

    @Test
    void aDeviceStaysOne() throws IOException {
        Path device = Path.of("/dev/null");
        ResultFile result = new ResultFile(device);
        result.requireWritable();

        result.write("{}");

        assertThat(Files.isRegularFile(device)).isFalse();
    }
}

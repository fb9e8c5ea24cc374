package dev.freshet.source;

import static dev.freshet.source.Fetches.await;
import static dev.freshet.source.Fetches.fault;
import static dev.freshet.source.Fetches.fresh;
import static dev.freshet.source.Fetches.now;
import static dev.freshet.source.Fetches.reason;
import static dev.freshet.source.Fetches.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.observe.Fault.Reason;
import dev.freshet.observe.SystemClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private static final byte[] JSON = "{\"page\":1}".getBytes(UTF_8);
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path folder;

    @Test
    void readsTheFile() throws IOException {
        Fetched.Fresh fetched = fresh(source(settled(JSON)).fetch(request(Validators.NONE)));
        assertThat(fetched.payload().bytes()).isEqualTo(JSON);
        assertThat(fetched.payload().mediaType()).isEqualTo("application/json");
        assertThat(fetched.ageMillis()).isZero();
    }

    @Test
    void readsOnTheExecutorOnly() throws IOException {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        var source = new FileSource(settled(JSON), "application/json", elsewhere::add, new SystemClock());
        var fetched = source.fetch(request(Validators.NONE));
        assertThat(fetched).isNotDone();
        elsewhere.remove().run();
        assertThat(fetched).isDone();
    }

    @Test
    void anUntouchedFileIsUnchanged() throws IOException {
        FileSource source = source(settled(JSON));
        Validators validators = fresh(source.fetch(request(Validators.NONE))).validators();
        assertThat(now(source.fetch(request(validators)))).isEqualTo(new Fetched.Unchanged(validators, 0));
    }

    @Test
    void aFileReplacedByARenameIsNew() throws IOException {
        Path file = settled(JSON);
        FileSource source = source(file);
        Validators validators = fresh(source.fetch(request(Validators.NONE))).validators();

        byte[] newer = "{\"page\":2}".getBytes(UTF_8); // of the same length and the same time
        Path beside = Files.write(folder.resolve("beside"), newer);
        Files.setLastModifiedTime(beside, LONG_AGO);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(fresh(source.fetch(request(validators))).payload().bytes()).isEqualTo(newer);
    }

    @Test
    void aFileRewrittenInPlaceIsNew() throws IOException {
        Path file = settled(JSON);
        FileSource source = source(file);
        Validators validators = fresh(source.fetch(request(Validators.NONE))).validators();

        byte[] newer = "{\"page\":2}".getBytes(UTF_8);
        Files.write(file, newer);
        assertThat(fresh(source.fetch(request(validators))).payload().bytes()).isEqualTo(newer);
    }

    @Test
    void aFileChangedAMomentAgoIsReadAgain() throws IOException {
        Path file = Files.write(folder.resolve("page.json"), JSON);
        FileSource source = source(file);
        FileTime time = Files.getLastModifiedTime(file);
        Validators validators = fresh(source.fetch(request(Validators.NONE))).validators();

        byte[] newer = "{\"page\":2}".getBytes(UTF_8);
        Files.write(file, newer);
        Files.setLastModifiedTime(file, time); // as a clock too coarse to tell would leave it
        assertThat(fresh(source.fetch(request(validators))).payload().bytes()).isEqualTo(newer);
    }

    @Test
    void theValidatorsOfAnotherSourceDoNotCount() throws IOException {
        FileSource source = source(settled(JSON));
        Validators own = fresh(source.fetch(request(Validators.NONE))).validators();
        Validators others = new Validators(1, own.etag(), own.lastModified());
        assertThat(now(source.fetch(request(others)))).isInstanceOf(Fetched.Fresh.class);
    }

    @Test
    void aLinkIsFollowedToWhereItPointsNow() throws IOException {
        Path link = folder.resolve("current.json");
        Files.createSymbolicLink(link, settled(JSON));
        FileSource source = source(link);
        Validators validators = fresh(source.fetch(request(Validators.NONE))).validators();

        byte[] newer = "{\"page\":2}".getBytes(UTF_8);
        Path next = Files.write(folder.resolve("next.json"), newer);
        Files.setLastModifiedTime(next, LONG_AGO);
        Files.delete(link);
        Files.createSymbolicLink(link, next);
        assertThat(fresh(source.fetch(request(validators))).payload().bytes()).isEqualTo(newer);
    }

    @Test
    void aMissingFileIsAFaultThatNamesIt() {
        Path file = folder.resolve("none.json");
        var fetched = source(file).fetch(request(Validators.NONE));
        assertThat(fault(fetched).reason()).isEqualTo(Reason.FILE);
        assertThat(fault(fetched).detail()).isEqualTo(file + ": no such file");
    }

    @Test
    void aFileThatAppearsIsRead() throws IOException {
        FileSource source = source(folder.resolve("page.json"));
        assertThat(reason(source.fetch(request(Validators.NONE)))).isEqualTo(Reason.FILE);
        settled(JSON);
        assertThat(fresh(source.fetch(request(Validators.NONE))).payload().bytes())
                .isEqualTo(JSON);
    }

    @Test
    void aPathThroughAFileIsAFault() throws IOException {
        Path below = settled(JSON).resolve("below.json");
        assertThat(reason(source(below).fetch(request(Validators.NONE)))).isEqualTo(Reason.FILE);
    }

    @Test
    void aDirectoryIsAFault() {
        var fetched = source(folder).fetch(request(Validators.NONE));
        assertThat(fault(fetched).reason()).isEqualTo(Reason.FILE);
        assertThat(fault(fetched).detail()).contains("is a directory");
    }

    @Test
    @Timeout(20)
    void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(reason(source(pipe).fetch(request(Validators.NONE)))).isEqualTo(Reason.FILE);
    }

    @Test
    void anEmptyFileIsNoValue() throws IOException {
        assertThat(reason(source(settled(new byte[0])).fetch(request(Validators.NONE))))
                .isEqualTo(Reason.MISSING);
    }

    @Test
    void aFileOfTheLimitIsRead() throws IOException {
        var fetched = source(settled(new byte[(int) Fetches.MAX_BYTES])).fetch(request(Validators.NONE));
        assertThat(fresh(fetched).payload().bytes()).hasSize((int) Fetches.MAX_BYTES);
    }

    @Test
    void oneByteBeyondTheLimitIsTooLarge() throws IOException {
        assertThat(reason(source(settled(new byte[(int) Fetches.MAX_BYTES + 1])).fetch(request(Validators.NONE))))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    @Timeout(60)
    void aFileThatChangesWhileItIsReadIsNotTaken() throws IOException, InterruptedException {
        Path file = settled(new byte[8_000_000]);
        FileSource source = source(file);
        FetchRequest roomy = new FetchRequest(Validators.NONE, Fetches.TIMEOUT, 1L << 30);
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> append(file, enough));
        try {
            Fetched fetched = now(source.fetch(roomy));
            while (!(fetched instanceof Fetched.Failed(var fault, long _)
                    && fault.detail().contains("changed while"))) {
                fetched = now(source.fetch(roomy));
            }
        } finally {
            enough.set(true);
            writer.join();
        }
    }

    @Test
    void aFileSystemThatHangsEndsAtTheDeadlineAndTakesOneThread() throws IOException {
        Queue<Runnable> stuck = new ArrayDeque<>();
        var source = new FileSource(settled(JSON), "application/json", stuck::add, new SystemClock());
        assertThat(reason(source.fetch(request(Validators.NONE, Duration.ofMillis(20)))))
                .isEqualTo(Reason.DEADLINE);
        assertThat(reason(source.fetch(request(Validators.NONE)))).isEqualTo(Reason.DEADLINE);
        assertThat(stuck).hasSize(1);

        stuck.remove().run(); // it hangs no more
        var fetched = source.fetch(request(Validators.NONE));
        stuck.remove().run();
        assertThat(await(fetched)).isInstanceOf(Fetched.Fresh.class);
    }

    @Test
    void anExecutorThatHasEndedMeansStopping() throws IOException {
        var source = new FileSource(
                settled(JSON),
                "application/json",
                _ -> {
                    throw new RejectedExecutionException();
                },
                new SystemClock());
        assertThat(reason(source.fetch(request(Validators.NONE)))).isEqualTo(Reason.STOPPING);
    }

    private FileSource source(Path file) {
        return new FileSource(file, "application/json", Runnable::run, new SystemClock());
    }

    /** A file changed long ago, so that its time can be relied on. */
    private Path settled(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("page.json"), content);
        return Files.setLastModifiedTime(file, LONG_AGO);
    }

    private static void append(Path file, AtomicBoolean enough) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            while (!enough.get()) {
                out.write(' ');
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

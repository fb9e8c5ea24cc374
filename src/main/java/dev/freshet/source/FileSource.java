package dev.freshet.source;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A regular file, read by the executor. Its validator is made of its inode, size and time of change; a file that changes
 * while it is read is read again, so that replacing it by a rename is never seen halfway. Thread-safe: one reading at a
 * time, guarded by an atomic flag, so that a file system that hangs takes one thread and no more.
 */
final class FileSource implements Source {
    private static final int READINGS = 3;
    /** A file changed more recently may change again without its time showing it: some file systems count in 2 s. */
    private static final long SETTLED_MILLIS = 2_000;

    private final Path file;
    private final String mediaType;
    private final Executor executor;
    private final Clock clock;
    private final AtomicBoolean reading = new AtomicBoolean();

    FileSource(Path file, String mediaType, Executor executor, Clock clock) {
        this.file = file;
        this.mediaType = mediaType;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        if (!reading.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(failed(Reason.DEADLINE, "the reading before has not ended"));
        }
        CompletableFuture<Fetched> result = new CompletableFuture<>();
        try {
            // not supplyAsync: it would skip the reading, and with it the flag, once the deadline has passed
            executor.execute(() -> result.complete(readOnce(request)));
        } catch (RejectedExecutionException _) {
            reading.set(false);
            return CompletableFuture.completedFuture(failed(Reason.STOPPING, "the executor has ended"));
        }
        return result.completeOnTimeout(
                failed(Reason.DEADLINE, "not read within " + request.timeout().toMillis() + "ms"),
                request.timeout().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public String description() {
        return "file " + file;
    }

    private Fetched readOnce(FetchRequest request) {
        try {
            return read(request);
        } catch (NoSuchFileException _) {
            return failed(Reason.FILE, "no such file");
        } catch (AccessDeniedException _) {
            return failed(Reason.FILE, "access denied");
        } catch (IOException e) {
            return failed(Reason.FILE, String.valueOf(e.getMessage()));
        } finally {
            reading.set(false);
        }
    }

    private Fetched read(FetchRequest request) throws IOException {
        for (int i = 0; i < READINGS; i++) {
            BasicFileAttributes before = attributes();
            if (!before.isRegularFile()) {
                return failed(Reason.FILE, before.isDirectory() ? "is a directory" : "is not a regular file");
            }
            if (before.size() > request.maxBytes()) {
                return failed(
                        Reason.TOO_LARGE, before.size() + " bytes (expected: at most " + request.maxBytes() + ")");
            }
            if (sameAs(request.validators(), before)) {
                return new Fetched.Unchanged(request.validators(), 0);
            }
            byte[] bytes = bytes(before.size());
            if (state(before).equals(state(attributes())) && bytes.length == before.size()) {
                return whole(bytes, before);
            }
        }
        return failed(Reason.FILE, "changed while it was read");
    }

    private Fetched whole(byte[] bytes, BasicFileAttributes attributes) {
        if (bytes.length == 0) {
            return failed(Reason.MISSING, "empty");
        }
        long sinceMillis = clock.epochMillis() - attributes.lastModifiedTime().toMillis();
        Validators validators =
                sinceMillis < SETTLED_MILLIS ? Validators.NONE : new Validators(0, state(attributes), null);
        return new Fetched.Fresh(new Payload(bytes, mediaType), validators, 0);
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    /** The content, one byte longer where the file has grown beyond {@code sizeBytes}. */
    private byte[] bytes(long sizeBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Math.toIntExact(sizeBytes + 1));
        }
    }

    private static boolean sameAs(Validators validators, BasicFileAttributes attributes) {
        return validators.origin() == 0 && state(attributes).equals(validators.etag());
    }

    private static String state(BasicFileAttributes attributes) {
        return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
    }

    private Fetched failed(Reason reason, String detail) {
        return new Fetched.Failed(new Fault(reason, file + ": " + detail));
    }
}

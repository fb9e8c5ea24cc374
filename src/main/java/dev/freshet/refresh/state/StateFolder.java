package dev.freshet.refresh.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folder with what is kept. A file is written beside its name and then renamed, so that whoever reads it finds the old
 * one or the new one, whenever the process or the machine ends. One process writes, however many read. What reads is
 * thread-safe; {@link #claim}, what writes, and {@link #release} are confined to the writer.
 */
public final class StateFolder {
    private static final String CONFIRMATIONS = "confirmations";
    private static final String LOCK = "lock";
    private static final String UNFINISHED = ".unfinished";
    private static final Pattern WRITTEN =
            Pattern.compile("([0-9a-f]{32}\\.snapshot|" + CONFIRMATIONS + ")(" + UNFINISHED + ")?|" + LOCK);
    private static final String SNAPSHOT = ".snapshot";
    private static final int NAME_BYTES = 16;
    private static final long MOST_CONFIRMATION_BYTES = 64 << 20;

    private final Path folder;
    private @Nullable FileLock lock;

    private StateFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder where it is missing. */
    public static StateFolder open(Path folder) throws StateProblemException {
        try {
            Files.createDirectories(folder);
            return new StateFolder(folder);
        } catch (IOException e) {
            throw new StateProblemException("state: " + folder + " cannot be made", e);
        }
    }

    /** The name of the file for what is published together as {@code unit}. */
    static String fileName(String unit) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(unit.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, NAME_BYTES) + SNAPSHOT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The files in it that Freshet has not written. */
    public List<Path> strangers() throws StateProblemException {
        return entries().stream().filter(each -> !isWritten(each)).toList();
    }

    /** The files in it with snapshots of other units than {@code units}. */
    public List<Path> orphans(List<String> units) throws StateProblemException {
        Set<Path> known = units.stream().map(this::path).collect(Collectors.toSet());
        return entries().stream()
                .filter(each -> isWritten(each) && each.toString().endsWith(SNAPSHOT) && !known.contains(each))
                .toList();
    }

    /**
     * The snapshots of {@code unit}, as last confirmed.
     *
     * @param mostBytes a larger file is not read
     * @return null: there are none
     * @throws StateProblemException where the file is not what it should be, or cannot be read
     */
    public @Nullable List<Kept> read(String unit, long mostBytes, Confirmations confirmations)
            throws StateProblemException {
        byte[] file = read(path(unit), mostBytes);
        return file == null
                ? null
                : SnapshotFile.decode(file).stream().map(confirmations::applyTo).toList();
    }

    /** When what is kept was last confirmed; nothing where nobody has said. */
    public Confirmations confirmations() throws StateProblemException {
        byte[] file = read(confirmationsPath(), MOST_CONFIRMATION_BYTES);
        return file == null ? new Confirmations(Map.of()) : Confirmations.decode(file);
    }

    /** Where the snapshots of {@code unit} are. */
    public Path path(String unit) {
        return folder.resolve(fileName(unit));
    }

    /** Where the times of confirmation are. */
    public Path confirmationsPath() {
        return folder.resolve(CONFIRMATIONS);
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /**
     * Makes this process the one that writes, and removes what the one before has left half written. Its end, whatever
     * ends it, lets another one write.
     *
     * @return false: another process is the one
     */
    public boolean claim() throws StateProblemException {
        if (lock != null) {
            return true;
        }
        try {
            lock = tryLock();
            if (lock != null) {
                removeUnfinished();
            }
            return lock != null;
        } catch (IOException e) {
            throw new StateProblemException(folder.resolve(LOCK) + " cannot be locked", e);
        }
    }

    /** Lets another process write. */
    public void release() throws StateProblemException {
        try {
            if (lock != null) {
                lock.acquiredBy().close();
            }
            lock = null;
        } catch (IOException e) {
            throw new StateProblemException(folder.resolve(LOCK) + " cannot be released", e);
        }
    }

    /** Keeps {@code kept} as the snapshots of {@code unit}. They outlast a crash of the machine from {@link #settle} on. */
    public void write(String unit, List<Kept> kept) throws StateProblemException {
        replace(path(unit), SnapshotFile.encode(kept), true);
    }

    /** Keeps {@code confirmations}; never forced to disk, for the next ones soon follow. */
    public void write(Confirmations confirmations) throws StateProblemException {
        replace(confirmationsPath(), confirmations.encode(), false);
    }

    /** Forces the names of what was written to disk; where a system cannot do that, it does it in its own time. */
    @SuppressWarnings("EmptyCatch")
    public void settle() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // said above
        }
    }

    private @Nullable FileLock tryLock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock locked = null;
        try {
            locked = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // another part of this process is the one
        } finally {
            if (locked == null) {
                channel.close();
            }
        }
        return locked;
    }

    private void removeUnfinished() throws IOException, StateProblemException {
        for (Path each : entries()) {
            if (isWritten(each) && each.toString().endsWith(UNFINISHED)) {
                Files.deleteIfExists(each);
            }
        }
    }

    private void replace(Path file, byte[] bytes, boolean forced) throws StateProblemException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            write(unfinished, bytes, forced);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StateProblemException(file + " cannot be written", withoutIt(unfinished, e));
        }
    }

    private static void write(Path file, byte[] bytes, boolean forced) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                out.write(left);
            }
            if (forced) {
                out.force(true);
            }
        }
    }

    /** A disk that is full has better use for the room of what could not be finished. */
    private static IOException withoutIt(Path unfinished, IOException cause) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    private static byte @Nullable [] read(Path file, long mostBytes) throws StateProblemException {
        try {
            long size = Files.size(file);
            if (size > mostBytes) {
                throw new StateProblemException(size + " bytes (expected: at most " + mostBytes + ")");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw new StateProblemException("it cannot be read", e);
        }
    }

    private List<Path> entries() throws StateProblemException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw new StateProblemException(folder + " cannot be listed: " + e.getMessage());
        } catch (IOException e) {
            throw new StateProblemException(folder + " cannot be listed", e);
        }
        return entries;
    }

    private static boolean isWritten(Path file) {
        return WRITTEN.matcher(file.getFileName().toString()).matches();
    }
}

package dev.freshet.refresh.state;

import dev.freshet.cache.Payload;
import dev.freshet.source.Validators;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of a file with the snapshots that were published together. Thread-safe: it has no state. */
public final class SnapshotFile {
    private static final String KIND = "snapshot";

    private SnapshotFile() {}

    /** The file of {@code kept}. */
    public static byte[] encode(List<Kept> kept) {
        return Sealed.seal(KIND, out -> {
            out.writeInt(kept.size());
            for (Kept each : kept) {
                write(each, out);
            }
        });
    }

    /** What is in {@code file}. */
    public static List<Kept> decode(byte[] file) throws StateProblemException {
        return Sealed.open(KIND, file, in -> {
            int count = in.readInt();
            List<Kept> kept = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                kept.add(read(in));
            }
            return kept;
        });
    }

    private static void write(Kept kept, DataOutputStream out) throws IOException {
        out.writeUTF(kept.name());
        out.writeUTF(kept.source());
        out.writeUTF(kept.payload().mediaType());
        out.writeLong(kept.number());
        out.writeLong(kept.fetchedAtMillis());
        out.writeLong(kept.confirmedAtMillis());
        out.writeInt(kept.validators().origin());
        writeOptional(kept.validators().etag(), out);
        writeOptional(kept.validators().lastModified(), out);
        out.writeInt(kept.payload().bytes().length);
        out.write(kept.payload().bytes());
    }

    private static Kept read(DataInputStream in) throws IOException {
        String name = in.readUTF();
        String source = in.readUTF();
        String mediaType = in.readUTF();
        long number = in.readLong();
        long fetchedAtMillis = in.readLong();
        long confirmedAtMillis = in.readLong();
        Validators validators = new Validators(in.readInt(), readOptional(in), readOptional(in));
        int length = in.readInt();
        byte[] bytes = in.readNBytes(Math.clamp(length, 0, in.available()));
        if (bytes.length != length) {
            throw new EOFException();
        }
        return new Kept(
                name, source, new Payload(bytes, mediaType), number, fetchedAtMillis, confirmedAtMillis, validators);
    }

    private static void writeOptional(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}

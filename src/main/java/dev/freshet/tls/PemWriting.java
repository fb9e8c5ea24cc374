package dev.freshet.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Writes PEM files so that nobody ever sees half of one, nor a private key readable by others. Immutable. */
final class PemWriting {

    private PemWriting() {}

    /**
     * Replaces {@code file} in one step.
     *
     * @param type of the block, such as {@code CERTIFICATE}
     * @param der its content
     * @param secret whether only the owner may read it
     */
    static void write(Path file, String type, byte[] der, boolean secret) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Path temporary =
                Files.createTempFile(directory, "." + file.getFileName(), ".tmp", permissions(directory, secret));
        try {
            Files.write(temporary, text.toString().getBytes(StandardCharsets.US_ASCII));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static FileAttribute<?>[] permissions(Path directory, boolean secret) throws IOException {
        if (!Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"))
        };
    }
}

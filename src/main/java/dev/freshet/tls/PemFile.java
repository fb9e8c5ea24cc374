package dev.freshet.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The PEM blocks of a file (RFC 7468). Immutable.
 *
 * @param place where the configuration names the file
 * @param file for messages
 * @param blocks in their order; empty when there are none
 */
record PemFile(String place, Path file, List<PemObject> blocks) {
    private static final int LARGEST = 1 << 20;

    /** Reads the whole file, of 1 MiB at most. */
    static PemFile read(String place, Path file) throws TlsProblemException {
        String text = text(place, file);
        List<PemObject> blocks = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                blocks.add(block);
            }
        } catch (IOException | RuntimeException e) {
            throw new TlsProblemException(place + ": " + file + " is damaged (expected: whole PEM blocks)", e);
        }
        return new PemFile(place, file, List.copyOf(blocks));
    }

    /** A problem with this file, for throwing: {@code place: file what (expected: rule)}. */
    TlsProblemException problem(String what, String rule) {
        return new TlsProblemException(place + ": " + file + " " + what + " (expected: " + rule + ")");
    }

    private static String text(String place, Path file) throws TlsProblemException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new TlsProblemException(place + ": " + file + " is too large (expected: a PEM file up to 1 MiB)");
            }
            if (bytes.length == 0) {
                throw new TlsProblemException(place + ": " + file + " is empty (expected: a PEM file)");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsProblemException(place + ": " + file + " does not exist (expected: a PEM file)", e);
        } catch (AccessDeniedException e) {
            throw new TlsProblemException(
                    place + ": " + file + " may not be read by this user (expected: a readable PEM file)", e);
        } catch (IOException e) {
            throw new TlsProblemException(place + ": " + file + " cannot be read (expected: a readable PEM file)", e);
        }
    }
}

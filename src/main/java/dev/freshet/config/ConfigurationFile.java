package dev.freshet.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** From a path to the text of a configuration, or to the one reason why there is none. Thread-safe: stateless. */
final class ConfigurationFile {
    /** The largest configuration in bytes. */
    static final int MOST_BYTES = 10 << 20;

    private ConfigurationFile() {}

    /** The text of {@code file}, decoded strictly. */
    static String text(Path file) throws InvalidConfigurationException {
        return decode(bytes(file), file);
    }

    private static byte[] bytes(Path file) throws InvalidConfigurationException {
        if (Files.isDirectory(file)) {
            throw refusal(file, Place.FILE, "a folder (expected: a file)");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException _) {
            throw refusal(file, Place.FILE, "missing (expected: an existing file)");
        } catch (IOException _) {
            throw refusal(file, Place.FILE, "unreadable (expected: a file this user may read)");
        }
        if (bytes.length > MOST_BYTES) {
            throw refusal(file, Place.FILE, "too large (expected: at most 10MiB)");
        }
        return bytes;
    }

    private static String decode(byte[] bytes, Path file) throws InvalidConfigurationException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw refusal(file, Place.after(text), "not UTF-8 (expected: text in UTF-8)");
        }
        return text;
    }

    private static InvalidConfigurationException refusal(Path file, Place place, String message) {
        Problems problems = new Problems(file);
        problems.add(place, message);
        return problems.exception();
    }
}

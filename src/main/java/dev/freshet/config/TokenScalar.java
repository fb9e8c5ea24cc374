package dev.freshet.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Files that hold a token. What is read of one is its digest: the token itself is kept nowhere, so that no log and no dump
 * of memory can tell it. Thread-safe: stateless.
 */
final class TokenScalar {
    private static final int MOST_BYTES = 4096;
    private static final String EXPECTED =
            "an existing file with one token of 16..1024 letters, digits and - . _ ~ + / =, as openssl rand -hex 32 makes one";
    /** RFC 6750 section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,1024}={0,2}");

    private TokenScalar() {}

    /** The SHA-256 of the token in a file, in hexadecimal; the path is relative to the folder of the configuration. */
    static Scalar<String> digest() {
        return Scalar.text("file", EXPECTED, "exists, readable, one token", (text, reading) -> {
            try {
                String token = token(reading.resolve(text));
                return TOKEN.matcher(token).matches()
                        ? new Parsed.Value<>(digest(token))
                        : new Parsed.Refused<>(EXPECTED);
            } catch (InvalidPathException | IOException _) {
                return new Parsed.Refused<>(EXPECTED);
            }
        });
    }

    private static String token(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
        }
    }

    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package dev.freshet.cache;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the representations of a payload, once per version as a rule: every coding that comes out smaller than the identity, each
 * with a strong entity tag. The tags of one version share a stem made from the payload alone, so that every process in
 * front of one origin gives the same tag to the same bytes. Thread-safe: it has no state.
 */
public final class Renderer {
    private static final int STEM_BYTES = 12;
    /** What takes an event loop well under a millisecond to compress in every coding. */
    private static final int MAX_LATER_BYTES = 8 * 1024;

    private static final int GZIP_LEVEL = 6;
    private static final int BROTLI_QUALITY = 5;
    private static final int ZSTD_LEVEL = 3;

    /**
     * What a coder is handed at a time. Its native code holds the collector of garbage up while it has an array, and whoever
     * needs memory meanwhile waits for it: of this size, well under a millisecond.
     */
    private static final int PART_BYTES = 64 * 1024;

    /** Loads the native coders, so that a machine that lacks them is told so at the start and not at the first payload. */
    public Renderer() {
        BrotliLibrary.load();
    }

    /** {@code payload} as version {@code number}, fetched at {@code fetchedAtMillis}, in all its representations. */
    public Version render(Payload payload, long number, long fetchedAtMillis) {
        return new Version(number, payload.mediaType(), all(payload.bytes(), stem(payload)), fetchedAtMillis);
    }

    /**
     * The same, but a small payload is compressed by whoever first asks for more than the identity: for a version that
     * nobody may want. A large one is compressed now, where no client waits for it.
     */
    public Version renderForLater(Payload payload, long number, long fetchedAtMillis) {
        byte[] bytes = payload.bytes();
        if (bytes.length > MAX_LATER_BYTES) {
            return render(payload, number, fetchedAtMillis);
        }
        String stem = stem(payload);
        Representation identity = representation(Coding.IDENTITY, bytes, stem);
        return new Version(number, payload.mediaType(), identity, () -> all(bytes, stem), fetchedAtMillis);
    }

    private static List<Representation> all(byte[] identity, String stem) {
        List<Representation> representations = new ArrayList<>(Coding.values().length);
        for (Coding coding : Coding.values()) {
            byte[] body = encode(coding, identity);
            if (coding == Coding.IDENTITY || body.length < identity.length) {
                representations.add(representation(coding, body, stem));
            }
        }
        return representations;
    }

    private static Representation representation(Coding coding, byte[] body, String stem) {
        return new Representation(coding, body, '"' + stem + coding.tagSuffix() + '"');
    }

    /** The body of {@code identity} in {@code coding}; the identity is the array itself. */
    static byte[] encode(Coding coding, byte[] identity) {
        try {
            return switch (coding) {
                case IDENTITY -> identity;
                case GZIP -> gzip(identity);
                case BROTLI -> Encoder.compress(identity, new Encoder.Parameters().setQuality(BROTLI_QUALITY));
                case ZSTD -> identity.length <= PART_BYTES ? Zstd.compress(identity, ZSTD_LEVEL) : zstd(identity);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no coder here does I/O
        }
    }

    private static byte[] gzip(byte[] identity) throws IOException {
        return coded(identity, LeveledGzip::new);
    }

    private static byte[] zstd(byte[] identity) throws IOException {
        return coded(
                identity,
                out -> new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE).setLevel(ZSTD_LEVEL));
    }

    /** A stream that codes what is written to it. Implementations are confined to one call. */
    @FunctionalInterface
    private interface Coder {
        OutputStream before(OutputStream out) throws IOException;
    }

    /** What comes out is collected outside the heap: nobody knows its length ahead, and growing arrays are much garbage. */
    private static byte[] coded(byte[] identity, Coder coder) throws IOException {
        ByteBuf room = Unpooled.directBuffer(identity.length / 4 + 64);
        try {
            try (OutputStream stream = coder.before(new ByteBufOutputStream(room))) {
                writeInParts(identity, stream);
            }
            return ByteBufUtil.getBytes(room);
        } finally {
            room.release();
        }
    }

    private static void writeInParts(byte[] bytes, OutputStream coder) throws IOException {
        for (int from = 0; from < bytes.length; from += PART_BYTES) {
            coder.write(bytes, from, Math.min(PART_BYTES, bytes.length - from));
        }
    }

    private static String stem(Payload payload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(payload.mediaType().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] hash = digest.digest(payload.bytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, STEM_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A gzip stream whose level can be chosen. Confined to one call of {@link #gzip}. */
    private static final class LeveledGzip extends GZIPOutputStream {
        LeveledGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(GZIP_LEVEL);
        }
    }
}

package dev.freshet.source.redis;

import io.lettuce.core.cluster.SlotHash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command as it goes over the wire, made once and sent many times. Immutable: nobody writes to the bytes.
 *
 * @param name for messages, such as {@code LRANGE}
 * @param key what it reads
 * @param bytes an array of bulk strings (RESP)
 * @param slot of the key in a cluster
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireCommand(String name, String key, byte[] bytes, int slot) {

    /** {@code name key words}, each word as it stands. */
    public static WireCommand of(String name, String key, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + (2 + words.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        append(name, out);
        append(key, out);
        for (String word : words) {
            append(word, out);
        }
        return new WireCommand(name, key, out.toByteArray(), SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** Asks for a string, or for as much of it as shows that it is longer than {@code maxBytes}; an empty one is none. */
    public static WireCommand string(String key, long maxBytes) {
        return of("GETRANGE", key, "0", String.valueOf(maxBytes));
    }

    /** A command that has no key. */
    static WireCommand bare(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            append(word, out);
        }
        return new WireCommand(String.join(" ", words), "", out.toByteArray(), 0);
    }

    /** All of {@code words}, name and keys among them; {@code key}: what it is about. */
    static WireCommand of(String name, String key, List<byte[]> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        words.forEach(each -> append(each, out));
        return new WireCommand(name, key, out.toByteArray(), SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(String word, ByteArrayOutputStream out) {
        append(word.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void append(byte[] bytes, ByteArrayOutputStream out) {
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}

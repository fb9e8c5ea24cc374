package dev.freshet.compare;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 answer, collected and read as bytes: a load generator reads the same few fields of every answer
 * and no others, so nothing is made of the rest. One object serves all answers of a connection, one after the other.
 * Confined to its event loop.
 */
final class Http1Head implements ResponseView {
    static final int LONGEST = 64 * 1024;
    private static final int STEP = 512;
    private static final int STATUS_AT = 9;
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[2 * STEP];
    private int length;
    private final Http1Fields fields = new Http1Fields();
    private int status;

    /** Begins with the next answer. */
    void clear() {
        length = 0;
    }

    /** Whether a part of a head has come. */
    boolean begun() {
        return length > 0;
    }

    /** Takes what belongs to the head out of {@code in}, which stays the caller's; whether the head is complete and read. */
    boolean take(ByteBuf in) throws MalformedAnswerException {
        while (in.isReadable()) {
            int step = Math.min(in.readableBytes(), STEP);
            makeRoom(step);
            in.getBytes(in.readerIndex(), bytes, length, step);
            int end = end(length, length + step);
            if (end > 0) {
                in.skipBytes(end - length);
                length = end;
                read();
                return true;
            }
            in.skipBytes(step);
            length += step;
            requireVersion();
        }
        return false;
    }

    private void makeRoom(int step) throws MalformedAnswerException {
        if (length + step > LONGEST) {
            throw new MalformedAnswerException("a head over 64 KiB");
        }
        if (length + step > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + step));
        }
    }

    /** After the empty line that ends at or after {@code from}; 0: not before {@code to}. */
    private int end(int from, int to) {
        for (int at = Math.max(from, 3); at < to; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n' && bytes[at - 3] == '\r') {
                return at + 1;
            }
        }
        return 0;
    }

    private void read() throws MalformedAnswerException {
        requireVersion();
        boolean shaped = length > STATUS_AT + 4
                && (bytes[VERSION.length] == '0' || bytes[VERSION.length] == '1')
                && bytes[STATUS_AT - 1] == ' '
                && (bytes[STATUS_AT + 3] == ' ' || bytes[STATUS_AT + 3] == '\r');
        if (!shaped) {
            throw new MalformedAnswerException("a status line that is none");
        }
        status = digit(STATUS_AT) * 100 + digit(STATUS_AT + 1) * 10 + digit(STATUS_AT + 2);
        if (status < 100 || status > 599) {
            throw new MalformedAnswerException("a status outside 100..599");
        }
        fields.read(bytes, length, bytes[VERSION.length] == '0');
    }

    private void requireVersion() throws MalformedAnswerException {
        for (int at = 0; at < Math.min(length, VERSION.length); at++) {
            if (bytes[at] != VERSION[at]) {
                boolean alert = bytes[0] == 21 && bytes[1] == 3;
                throw new MalformedAnswerException(alert ? "what came is TLS" : "what came is not HTTP/1.1");
            }
        }
    }

    private int digit(int at) throws MalformedAnswerException {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
            throw new MalformedAnswerException("a status line that is none");
        }
        return digit;
    }

    /** The fields that matter for the end of the answer and for what is counted. */
    Http1Fields fields() {
        return fields;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long ageSeconds() {
        return fields.ageSeconds();
    }

    @Override
    public boolean markedStale() {
        return fields.markedStale();
    }

    @Override
    public @Nullable String field(String name) {
        String prefix = name + ":";
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1)
                .filter(each -> each.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(each -> each.substring(prefix.length()).strip())
                .findFirst()
                .orElse(null);
    }
}

package dev.freshet.compare;

import java.nio.charset.StandardCharsets;

/**
 * The fields of an HTTP/1.1 head that say where the answer ends (RFC 9112 section 6.3), whether the connection stays
 * (section 9.3), and how old the answer is. What could be understood in two ways is refused. Confined to the event loop of
 * its connection.
 */
final class Http1Fields {
    private static final int MOST_DIGITS = 18;
    private static final byte[] CONTENT_LENGTH = bytes("content-length:");
    private static final byte[] CONNECTION = bytes("connection:");
    private static final byte[] TRANSFER_ENCODING = bytes("transfer-encoding:");
    private static final byte[] CACHE_STATUS = bytes("cache-status:");
    private static final byte[] AGE = bytes("age:");
    private static final byte[] CLOSE = bytes("close");
    private static final byte[] KEEP_ALIVE = bytes("keep-alive");
    private static final byte[] CHUNKED = bytes("chunked");
    private static final byte[] STALE = bytes("detail=stale");

    private byte[] head = new byte[0];
    private long contentLength;
    private boolean chunked;
    private boolean closes;
    private long ageSeconds;
    private boolean markedStale;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a whole head, its status line first; {@code old}: the answer is HTTP/1.0. */
    void read(byte[] bytes, int length, boolean old) throws MalformedAnswerException {
        head = bytes;
        contentLength = -1;
        chunked = false;
        closes = old;
        ageSeconds = ResponseView.NO_AGE;
        markedStale = false;
        int at = lineEnd(0, length) + 1;
        while (at < length) {
            int end = lineEnd(at, length);
            line(at, end - 1);
            at = end + 1;
        }
        if (chunked && contentLength >= 0) {
            throw new MalformedAnswerException("both Content-Length and Transfer-Encoding");
        }
    }

    /** Where the line feed is. */
    private int lineEnd(int from, int length) {
        int at = from;
        while (at < length - 1 && head[at] != '\n') {
            at++;
        }
        return at;
    }

    private void line(int from, int to) throws MalformedAnswerException {
        switch (from < to ? head[from] | 0x20 : 0) {
            case 'a' -> age(from, to);
            case 'c' -> startingWithC(from, to);
            case 't' -> transferEncoding(from, to);
            default -> {
                // Nothing that is counted.
            }
        }
    }

    private void age(int from, int to) {
        if (is(AGE, from, to)) {
            ageSeconds = number(from + AGE.length, to);
        }
    }

    private void startingWithC(int from, int to) throws MalformedAnswerException {
        if (is(CONTENT_LENGTH, from, to)) {
            long value = number(from + CONTENT_LENGTH.length, to);
            if (value < 0 || (contentLength >= 0 && contentLength != value)) {
                throw new MalformedAnswerException("a Content-Length that is none");
            }
            contentLength = value;
        } else if (is(CONNECTION, from, to)) {
            if (lists(CLOSE, from + CONNECTION.length, to)) {
                closes = true;
            } else if (lists(KEEP_ALIVE, from + CONNECTION.length, to)) {
                closes = false;
            }
        } else if (is(CACHE_STATUS, from, to)) {
            markedStale |= contains(STALE, from + CACHE_STATUS.length, to);
        }
    }

    private void transferEncoding(int from, int to) throws MalformedAnswerException {
        if (is(TRANSFER_ENCODING, from, to)) {
            int value = firstOf(from + TRANSFER_ENCODING.length, to);
            if (chunked || !is(CHUNKED, value, to) || firstOf(value + CHUNKED.length, to) < to) {
                throw new MalformedAnswerException("a transfer coding other than chunked");
            }
            chunked = true;
        }
    }

    /** A number between blanks; -1: there is none, or a very large one. */
    private long number(int from, int to) {
        int at = firstOf(from, to);
        int end = to;
        while (end > at && (head[end - 1] == ' ' || head[end - 1] == '\t')) {
            end--;
        }
        if (at == end || end - at > MOST_DIGITS) {
            return -1;
        }
        long number = 0;
        for (; at < end; at++) {
            int digit = head[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private int firstOf(int from, int to) {
        int at = from;
        while (at < to && (head[at] == ' ' || head[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Whether {@code word} is a member of the list between commas. */
    private boolean lists(byte[] word, int from, int to) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && head[end] != ',') {
                end++;
            }
            int member = firstOf(at, end);
            if (is(word, member, end) && firstOf(member + word.length, end) == end) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private boolean contains(byte[] word, int from, int to) {
        for (int at = from; at + word.length <= to; at++) {
            if (is(word, at, to)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the lower-case {@code word} stands there in any case. */
    private boolean is(byte[] word, int from, int to) {
        if (to - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            byte each = head[from + i];
            byte lower = each >= 'A' && each <= 'Z' ? (byte) (each + 32) : each;
            if (lower != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** The declared length in bytes; -1: none. */
    long contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    /** Whether the connection ends with this answer. */
    boolean closes() {
        return closes;
    }

    long ageSeconds() {
        return ageSeconds;
    }

    boolean markedStale() {
        return markedStale;
    }
}

package dev.freshet.server;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A response that Freshet makes itself, in no protocol's form yet. Immutable: nobody writes to {@code body}.
 *
 * @param status 200..599
 * @param fields in the order they are sent; Content-Length among them where the status allows one
 * @param body what GET gets; empty for 204 and 304
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, List<Field> fields, byte[] body) {
    private static final byte[] NONE = new byte[0];

    Answer {
        fields = List.copyOf(fields);
    }

    /** Without a body. */
    static Answer bodiless(int status, List<Field> fields) {
        return new Answer(status, fields, NONE);
    }

    /** The body as text, for tests and logs. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}

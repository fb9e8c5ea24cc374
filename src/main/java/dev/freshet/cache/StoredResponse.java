package dev.freshet.cache;

import java.util.Map;

/**
 * A stored response, whole. Immutable: nobody writes to {@code body}, which all event loops share.
 *
 * @param body the content as it came, in its content coding; {@code head.bodyBytes()} long
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredResponse(StoredHead head, byte[] body) {
    /** What the objects around the bytes take, roughly. */
    private static final int OBJECTS_BYTES = 512;

    private static final int FIELD_BYTES = 48;

    /** The same body under another head. */
    public StoredResponse with(StoredHead other) {
        return new StoredResponse(other, body);
    }

    /** What it takes of the heap, the head by estimate. */
    long weightBytes() {
        long fields = 0;
        for (Map.Entry<String, String> each : head.fields()) {
            fields += FIELD_BYTES + each.getKey().length() + each.getValue().length();
        }
        return OBJECTS_BYTES + fields + body.length;
    }

    /** Whether its origin can be asked if it still holds (RFC 9110 section 8.8). */
    boolean hasValidator() {
        return head.fields().contains("etag") || head.fields().contains("last-modified");
    }
}

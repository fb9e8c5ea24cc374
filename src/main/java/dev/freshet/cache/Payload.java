package dev.freshet.cache;

/**
 * The bytes a source gave, with their media type. Immutable: nobody writes to {@code bytes} after construction.
 *
 * @param bytes without any content coding; never modified
 * @param mediaType as in Content-Type (RFC 9110 section 8.3), such as {@code application/json}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by Snapshot.holds, never as a record
public record Payload(byte[] bytes, String mediaType) {}

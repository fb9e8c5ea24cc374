package dev.freshet.cache;

/**
 * A snapshot's payload in one content coding, with its own strong entity tag (RFC 9110 section 8.8.3). Immutable: nobody
 * writes to {@code body} after construction.
 *
 * @param coding of {@code body}
 * @param body ready to send
 * @param etag with its quotes, such as {@code "6Mz0cX1vJm8k-br"}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
public record Representation(Coding coding, byte[] body, String etag) {}

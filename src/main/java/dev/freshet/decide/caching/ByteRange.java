package dev.freshet.decide.caching;

/**
 * A part of a body (RFC 9110 section 14.1.2). Immutable.
 *
 * @param first the first byte, from 0
 * @param last the last byte, itself included
 */
public record ByteRange(long first, long last) {
    /** How many bytes it has, at least one. */
    public long bytes() {
        return last - first + 1;
    }

    /** The value of Content-Range for this part of a body of {@code completeBytes} (RFC 9110 section 14.4). */
    public String contentRange(long completeBytes) {
        return "bytes " + first + '-' + last + '/' + completeBytes;
    }
}

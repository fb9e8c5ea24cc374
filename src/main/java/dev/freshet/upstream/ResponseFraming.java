package dev.freshet.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a response's body ends (RFC 9112 section 6.3). What two readers could understand in two ways is refused: such a
 * response may hide another one. Thread-safe: stateless.
 */
final class ResponseFraming {

    private ResponseFraming() {}

    /**
     * Why the head must not be believed, or null. The decoder has refused already: an unreadable Content-Length, several of
     * them, Content-Length beside chunked, Transfer-Encoding in HTTP/1.0.
     */
    static @Nullable String flaw(HttpHeaders headers, boolean bodyless) {
        if (!bodyless && headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && !chunked(headers)) {
            return "Transfer-Encoding is not chunked alone";
        }
        return null;
    }

    /** The declared length, or -1. */
    static long declaredBytes(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** Whether only the end of the connection ends the body. */
    static boolean untilClose(HttpHeaders headers) {
        return !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Freshet never asks for another transfer coding, and would have to decode it before it could forward. */
    private static boolean chunked(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }
}

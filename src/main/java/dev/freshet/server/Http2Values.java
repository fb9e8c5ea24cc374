package dev.freshet.server;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/**
 * The values of an HTTP/2 header list (RFC 9113 section 8.2.1): no control characters, no blank at either end, at most one
 * Content-Length. Netty's decoder has judged the names, but lets a blank at the end through. Immutable: pure functions only.
 */
final class Http2Values {
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

    private Http2Values() {}

    /** Whether every value in {@code fields} is one. */
    static boolean areSound(Http2Headers fields) {
        int lengths = 0;
        for (Map.Entry<CharSequence, CharSequence> each : fields) {
            if (!isSound(each.getValue())) {
                return false;
            }
            lengths += CONTENT_LENGTH.contentEquals(each.getKey()) ? 1 : 0;
        }
        return lengths <= 1;
    }

    private static boolean isSound(CharSequence value) {
        int length = value.length();
        if (length == 0) {
            return true;
        }
        if (Octets.isBlank(value.charAt(0)) || Octets.isBlank(value.charAt(length - 1))) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!Octets.isFieldValue(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}

package dev.freshet.server.strict;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;

/**
 * The values of an HTTP/2 header list (RFC 9113 section 8.2.1): no control characters, no blank at either end.
 * Netty's decoder has judged the names, but lets a blank at the end through. Immutable: pure functions only.
 */
public final class Http2Values {
    private Http2Values() {}

    /** Whether every value in {@code fields} is one. */
    public static boolean areSound(Http2Headers fields) {
        for (Map.Entry<CharSequence, CharSequence> each : fields) {
            if (!isSound(each.getValue())) {
                return false;
            }
        }
        return true;
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

package dev.freshet.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client may write for a variable, whatever its pattern allows: nothing that could lead a source to another place than
 * the template says. Immutable: pure functions only.
 */
final class VariableValue {
    /** Where the configuration says nothing: unreserved characters (RFC 3986 section 2.3). */
    static final Pattern STANDARD = Pattern.compile("[A-Za-z0-9._~-]+");

    static final int LONGEST = 200;

    /** RFC 3986 section 3.3. */
    private static final Pattern IN_SEGMENT = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%-]+");

    private static final Pattern DOTS = Pattern.compile("\\.+");
    private static final Pattern MISLEADING = Pattern.compile("[/\\\\\\p{Cc}]");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~%-]");

    private VariableValue() {}

    /** Whether {@code value}, as it stands in a path, is one of a variable with {@code pattern}. */
    static boolean isSound(String value, Pattern pattern) {
        if (value.length() > LONGEST
                || !pattern.matcher(value).matches()
                || !IN_SEGMENT.matcher(value).matches()) {
            return false;
        }
        String decoded = decoded(value);
        return decoded != null
                && !DOTS.matcher(decoded).matches()
                && !MISLEADING.matcher(decoded).find();
    }

    /** Without percent-encoding; null: what is encoded is not UTF-8, or a percent sign stands alone. */
    static @Nullable String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteBuffer bytes = ByteBuffer.allocate(value.length());
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (each != '%') {
                bytes.put((byte) each);
                continue;
            }
            int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    /** As it may stand in a query, where more characters have a meaning than in a path: those are percent-encoded. */
    static String inQuery(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            String each = value.substring(i, i + 1);
            encoded.append(UNRESERVED.matcher(each).matches() ? each : "%%%02X".formatted((int) value.charAt(i)));
        }
        return encoded.toString();
    }
}

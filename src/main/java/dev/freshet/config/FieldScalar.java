package dev.freshet.config;

import java.util.regex.Pattern;

/** Values of header fields, and the texts that are sent as they are. Thread-safe: stateless. */
final class FieldScalar {
    private static final int LONGEST = 1_024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern FIELD_VALUE = Pattern.compile("[!-~](?:[ -~]*[!-~])?");

    private FieldScalar() {}

    /** A media type with its parameters (RFC 9110, section 8.3.1). */
    static Scalar<String> mediaType() {
        return matching("media type", MediaTypes.MEDIA_TYPE, "a media type such as application/json; charset=utf-8");
    }

    /** The value of a field (RFC 9110, section 5.5), of visible ASCII characters and spaces. */
    static Scalar<String> value() {
        return matching("field value", FIELD_VALUE, "visible ASCII characters with spaces between them, on one line");
    }

    /** What Redis is given as it stands, such as a key; {@code what}: for messages. */
    static Scalar<String> redisText(String what) {
        String expected = what + ", 1..1024 characters";
        return Scalar.text(
                "text",
                expected,
                "1..1024 characters",
                (text, _) -> text.isEmpty() || text.length() > LONGEST
                        ? new Parsed.Refused<>(expected)
                        : new Parsed.Value<>(text));
    }

    /** A name of one's own choice. */
    static Scalar<String> name() {
        return matching("name", NAME, "a name of letters, digits, - and _, at most 64");
    }

    private static Scalar<String> matching(String type, Pattern pattern, String expected) {
        return Scalar.text(
                type,
                expected,
                "at most 1024 characters",
                (text, _) -> text.length() <= LONGEST && pattern.matcher(text).matches()
                        ? new Parsed.Value<>(text)
                        : new Parsed.Refused<>(expected));
    }
}

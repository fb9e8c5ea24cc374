package dev.freshet.config;

import java.util.regex.Pattern;

/** JSON Pointers (RFC 6901). Thread-safe: stateless. */
final class PointerScalar {
    private static final String EXPECTED = "a JSON Pointer such as /results/0/votes";
    private static final Pattern POINTER = Pattern.compile("/(?:[^~\\p{Cntrl}]|~[01])*+");
    private static final int LONGEST = 1_024;

    private PointerScalar() {}

    /** A pointer to something inside of a document: the one to the document itself says nothing. */
    static Scalar<String> pointer() {
        return Scalar.text(
                "JSON Pointer",
                EXPECTED,
                "at most 1024 characters",
                (text, _) -> text.length() <= LONGEST && POINTER.matcher(text).matches()
                        ? new Parsed.Value<>(text)
                        : new Parsed.Refused<>(EXPECTED));
    }
}

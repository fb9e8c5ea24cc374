package dev.freshet.config;

import java.util.regex.Pattern;

/** Request targets: the paths of endpoints, and what is asked of an upstream. Thread-safe: stateless. */
final class TargetScalar {
    private static final int LONGEST = 4_096;
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#{}\"<>\\\\`]]*+");
    private static final Pattern TARGET = Pattern.compile("/[!-~&&[^#\"<>\\\\`]]*+");
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private TargetScalar() {}

    /** A path without a query (RFC 3986, section 3.3), percent-encoded where it must be; exact, or with variables. */
    static Scalar<String> path() {
        String expected = "a path such as /live.json or /matches/{id}.json, percent-encoded, without query";
        return Scalar.text("path", expected, "at most 4096 characters", (text, _) -> {
            String fault = PathTemplate.isTemplate(text) ? PathTemplate.fault(text) : null;
            if (fault != null) {
                return new Parsed.Refused<>(fault);
            }
            String literal = PathTemplate.literal(text);
            return matches(literal, PATH) ? new Parsed.Value<>(text) : new Parsed.Refused<>(expected);
        });
    }

    /** An origin-form with or without a query (RFC 9112, section 3.2.1); what its braces mean is not looked at. */
    static Scalar<String> target() {
        String expected = "a path such as /live.json or /live.json?day=1, percent-encoded";
        return Scalar.text(
                "path",
                expected,
                "at most 4096 characters",
                (text, _) -> matches(text, TARGET) ? new Parsed.Value<>(text) : new Parsed.Refused<>(expected));
    }

    private static boolean matches(String text, Pattern pattern) {
        return text.length() <= LONGEST
                && pattern.matcher(text).matches()
                && !STRAY_PERCENT.matcher(text).find();
    }
}

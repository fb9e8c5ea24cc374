package dev.freshet.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prefixes of paths. They are written in the one way that every server reads alike, so that what they match does not depend
 * on who reads. Thread-safe: stateless.
 */
final class PrefixScalar {
    private static final int LONGEST = 4_096;
    private static final Pattern PREFIX = Pattern.compile("/|(?:/(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})++)++");
    private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(?=/|$)");
    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String SPLITTING = "/\\;%?#";

    private PrefixScalar() {}

    /** {@code /}, or segments such as {@code /api/v1} (RFC 3986, section 3.3); the digits of what is encoded become capitals. */
    static Scalar<String> prefix() {
        String expected =
                "a prefix such as /api: whole segments, no slash at the end, no . or .. segment, no semicolon";
        return Scalar.text("path", expected, "at most 4096 characters", (text, _) -> {
            if (text.length() > LONGEST
                    || !PREFIX.matcher(text).matches()
                    || DOT_SEGMENT.matcher(text).find()) {
                return new Parsed.Refused<>(expected);
            }
            Matcher encoded = ENCODED.matcher(text);
            return encoded.results().allMatch(each -> mustBeEncoded(each.group()))
                    ? new Parsed.Value<>(encoded.replaceAll(each -> each.group().toUpperCase(Locale.ROOT)))
                    : new Parsed.Refused<>(
                            "nothing percent-encoded that need not be, nor what splits a path when it is decoded");
        });
    }

    private static boolean mustBeEncoded(String encoded) {
        int octet = Integer.parseInt(encoded.substring(1), 16);
        boolean control = octet < ' ' || octet == 0x7f;
        return !control && UNRESERVED.indexOf(octet) < 0 && SPLITTING.indexOf(octet) < 0;
    }
}

package dev.freshet.config;

import java.util.regex.Pattern;

/** The syntax of media types (RFC 9110 section 8.3.1). Thread-safe: stateless. */
public final class MediaTypes {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*+\"";

    /** A type with its parameters. */
    static final Pattern MEDIA_TYPE =
            Pattern.compile(TOKEN + "/" + TOKEN + "(?: *+; *+" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + "))*+");

    private MediaTypes() {}

    /** Whether {@code text} is one, with its parameters. */
    public static boolean isOne(String text) {
        return MEDIA_TYPE.matcher(text).matches();
    }
}

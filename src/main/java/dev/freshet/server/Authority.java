package dev.freshet.server;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The authority a request names, in Host or :authority (RFC 9110 section 7.2, RFC 3986 section 3.2). Immutable: pure functions only. */
final class Authority {
    private static final Pattern GRAMMAR =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(?::[0-9]{0,5})?");

    private Authority() {}

    /** Whether {@code authority} is a host with an optional port; user information is none. */
    static boolean isValid(String authority) {
        return GRAMMAR.matcher(authority).matches();
    }

    /** The host of a valid authority, lower case, without port. */
    static String host(@Nullable String authority) {
        if (authority == null) {
            return "";
        }
        int colon = authority.lastIndexOf(':');
        boolean port = colon >= 0 && authority.indexOf(']', colon) < 0;
        return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
    }
}

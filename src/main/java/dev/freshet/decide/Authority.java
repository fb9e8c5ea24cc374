package dev.freshet.decide;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The authority a request names, in Host or :authority (RFC 9110 section 7.2, RFC 3986 section 3.2). Immutable: pure functions only. */
public final class Authority {
    /** A name as long as DNS has it, with brackets and a port. */
    private static final int MAX_CHARACTERS = 255 + 8;

    private static final int MAX_PORT = 65_535;
    private static final Pattern GRAMMAR = Pattern.compile(
            "(?:\\[([0-9A-Fa-f:.]+)]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::([0-9]{0,5}))?");

    private Authority() {}

    /** Whether {@code authority} is a host, which is not empty, with an optional port; user information is none. */
    public static boolean isValid(String authority) {
        if (authority.length() > MAX_CHARACTERS) {
            return false;
        } else if (isPlainName(authority)) {
            return true;
        }
        Matcher matcher = GRAMMAR.matcher(authority);
        if (!matcher.matches()) {
            return false;
        }
        String literal = matcher.group(1);
        String port = matcher.group(2);
        return (literal == null || NetUtil.isValidIpV6Address(literal))
                && (port == null || port.isEmpty() || Integer.parseInt(port) <= MAX_PORT);
    }

    /** Letters, digits, dots and hyphens: what nearly every request names, found without the grammar, of which it is a part. */
    private static boolean isPlainName(String authority) {
        int end = plainPort(authority);
        for (int i = 0; i < end; i++) {
            char each = authority.charAt(i);
            boolean letter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
            if (!letter && !isDigit(each) && each != '.' && each != '-') {
                return false;
            }
        }
        return end > 0;
    }

    /** Where a port of at most four digits begins, with its colon; the end where there is none. */
    private static int plainPort(String authority) {
        int at = authority.length();
        while (at > 0 && authority.length() - at < 4 && isDigit(authority.charAt(at - 1))) {
            at--;
        }
        return at > 0 && authority.charAt(at - 1) == ':' ? at - 1 : authority.length();
    }

    private static boolean isDigit(char each) {
        return each >= '0' && each <= '9';
    }

    /** The host of a valid authority, lower case, without port. */
    public static String host(@Nullable String authority) {
        if (authority == null) {
            return "";
        }
        int colon = portColon(authority);
        return (colon >= 0 ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
    }

    /** Whether two valid authorities name the same, case and {@code defaultPort} aside (RFC 9110 section 4.2.3). */
    public static boolean same(String some, String other, int defaultPort) {
        return without(some, defaultPort).equalsIgnoreCase(without(other, defaultPort));
    }

    private static String without(String authority, int defaultPort) {
        int colon = portColon(authority);
        if (colon < 0) {
            return authority;
        }
        String port = authority.substring(colon + 1);
        boolean said = port.isEmpty() || Integer.parseInt(port) == defaultPort;
        return said ? authority.substring(0, colon) : authority;
    }

    private static int portColon(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon >= 0 && authority.indexOf(']', colon) < 0 ? colon : -1;
    }
}

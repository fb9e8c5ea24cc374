package dev.freshet.decide;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One path as two servers read it: one by the letter of RFC 3986, and one that decodes as often as there is something to
 * decode, takes backslashes for slashes, ends the path at a question mark, and leaves out empty segments and what follows a
 * semicolon. Whatever a server in between makes of the path, a prefix that it sees is seen by the second, and one that the
 * first sees is seen by it; so where both lead to the same rule, all do. That holds as long as no segment leads upwards and
 * nothing that is left out has a separator in it, which is why such a path has no readings. Immutable.
 *
 * @param strict what need not be percent-encoded decoded, the rest as sent, in capitals
 * @param lenient without a slash at the end; {@code /} where there is no segment
 */
record PathReadings(String strict, String lenient) {
    private static final int ENCODED = 3;
    private static final Pattern DOT_SEGMENT = Pattern.compile("[/\\\\?#]\\.{1,2}(?=[/\\\\;?#]|$)");

    /**
     * Null: it has a dot segment, a control character, or a semicolon beside separators other than slashes, be they encoded;
     * what such a path comes to is anybody's guess.
     */
    static @Nullable PathReadings of(String path) {
        if (isPlain(path)) {
            return new PathReadings(path, path);
        }
        String decoded = decoded(path);
        return isGuesswork(path, decoded) ? null : new PathReadings(strict(path), lenient(decoded));
    }

    /** Whether there is nothing in it that anybody may read in two ways. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char each = path.charAt(i);
            boolean suspicious = each == '%' || each == '\\' || each == ';';
            boolean doubled =
                    each == '/' && i + 1 < path.length() && (path.charAt(i + 1) == '/' || path.charAt(i + 1) == '.');
            if (suspicious || doubled) {
                return false;
            }
        }
        return true;
    }

    /** RFC 3986 sections 6.2.2.1 and 6.2.2.2. */
    private static String strict(String path) {
        StringBuilder read = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int octet = octet(path, i);
            if (octet < 0) {
                read.append(path.charAt(i));
                continue;
            }
            if (isUnreserved(octet)) {
                read.append((char) octet);
            } else {
                read.append(path.substring(i, i + ENCODED).toUpperCase(Locale.ROOT));
            }
            i += ENCODED - 1;
        }
        return read.toString();
    }

    /** Decoded again and again, in one go: what decoding makes may complete what stands before it. */
    private static String decoded(String path) {
        StringBuilder read = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            read.append(path.charAt(i));
            int from = read.length() - ENCODED;
            for (int octet = octet(read, from); octet >= 0; octet = octet(read, from)) {
                read.setLength(from);
                read.append((char) octet);
                from = read.length() - ENCODED;
            }
        }
        return read.toString();
    }

    private static boolean isGuesswork(String path, String decoded) {
        boolean controls = decoded.chars().anyMatch(each -> each < ' ' || each == 0x7f);
        boolean separators = count(decoded, '/') != count(path, '/')
                || decoded.indexOf('\\') >= 0
                || decoded.indexOf('?') >= 0
                || decoded.indexOf('#') >= 0;
        return controls || DOT_SEGMENT.matcher(decoded).find() || (separators && decoded.indexOf(';') >= 0);
    }

    private static String lenient(String decoded) {
        StringBuilder read = new StringBuilder(decoded.length());
        int at = 0;
        while (at < decoded.length() && !endsPath(decoded.charAt(at))) {
            int end = at + 1;
            while (end < decoded.length() && !isSlash(decoded.charAt(end)) && !endsPath(decoded.charAt(end))) {
                end++;
            }
            String segment = decoded.substring(at + 1, end);
            int parameters = segment.indexOf(';');
            if (!segment.isEmpty() && parameters != 0) {
                read.append('/').append(parameters < 0 ? segment : segment.substring(0, parameters));
            }
            at = end;
        }
        return read.isEmpty() ? "/" : read.toString();
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(each -> each == wanted).count();
    }

    /** The octet that the three characters from {@code at} stand for; -1: they are no encoding. */
    private static int octet(CharSequence text, int at) {
        if (at < 0 || at + ENCODED > text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = digit(text.charAt(at + 1));
        int low = digit(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Of ASCII only: decoded octets are not. */
    private static int digit(char each) {
        return each < 0x80 ? Character.digit(each, 16) : -1;
    }

    private static boolean isUnreserved(int octet) {
        boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        return letter || (octet >= '0' && octet <= '9') || "-._~".indexOf(octet) >= 0;
    }

    private static boolean isSlash(char each) {
        return each == '/' || each == '\\';
    }

    private static boolean endsPath(char each) {
        return each == '?' || each == '#';
    }
}

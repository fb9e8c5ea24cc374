package dev.freshet.decide.caching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One member of Cache-Control (RFC 9111 section 5.2), or of a field targeted at caches like this one. Immutable.
 *
 * @param name lower case
 * @param argument of a token or a quoted string, without the quotes; null: none was given
 */
record Directive(String name, @Nullable String argument) {
    /**
     * The directives of a Cache-Control field. A name is taken however oddly it is written, for most of them forbid; an
     * argument is taken as it stands, and what makes no sense is for {@link Directives} to judge.
     */
    static List<Directive> list(@Nullable String field) {
        if (field == null) {
            return List.of();
        }
        List<Directive> found = new ArrayList<>();
        int at = 0;
        while (at < field.length()) {
            int end = end(field, at);
            String member = field.substring(at, end).strip();
            if (!member.isEmpty()) {
                found.add(of(member));
            }
            at = end + 1;
        }
        return List.copyOf(found);
    }

    /** Where the member ends: at the next comma outside a quoted string. A quote that is never closed is not one. */
    private static int end(String field, int from) {
        int at = from;
        while (at < field.length() && field.charAt(at) != ',') {
            boolean opens = field.charAt(at) == '"' && at > from && field.charAt(at - 1) == '=';
            int closing = opens ? closing(field, at) : -1;
            at = Math.max(at, closing) + 1;
        }
        return Math.min(at, field.length());
    }

    private static int closing(String field, int open) {
        int at = open + 1;
        while (at < field.length() && field.charAt(at) != '"') {
            at += field.charAt(at) == '\\' ? 2 : 1;
        }
        return at < field.length() ? at : -1;
    }

    /** With space before the equals sign, which the grammar does not have, the sign is part of the argument and spoils it. */
    private static Directive of(String member) {
        int equals = member.indexOf('=');
        if (equals < 0) {
            return new Directive(member.toLowerCase(Locale.ROOT), null);
        }
        String name = member.substring(0, equals);
        boolean spaced = !name.equals(name.strip());
        return new Directive(
                name.strip().toLowerCase(Locale.ROOT),
                spaced ? member.substring(equals) : unquoted(member.substring(equals + 1)));
    }

    private static String unquoted(String argument) {
        boolean quoted = argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"");
        if (!quoted) {
            return argument;
        }
        StringBuilder unescaped = new StringBuilder();
        for (int i = 1; i < argument.length() - 1; i++) {
            char each = argument.charAt(i);
            unescaped.append(each == '\\' && i < argument.length() - 2 ? argument.charAt(++i) : each);
        }
        return unescaped.toString();
    }
}

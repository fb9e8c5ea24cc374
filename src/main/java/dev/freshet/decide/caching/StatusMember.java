package dev.freshet.decide.caching;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes this cache's member of Cache-Status: an item with parameters (RFC 9651 sections 4.1.1.2 and 4.1.3), a space after
 * each semicolon as in RFC 9211's own examples. Confined to one call.
 */
final class StatusMember {
    private static final String NAME = "freshet";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");

    private final StringBuilder member = new StringBuilder(NAME);

    /** A parameter that is true; left out where it is not. */
    StatusMember flag(String name, boolean value) {
        member.append(value ? "; " + name : "");
        return this;
    }

    /** An Integer or a Token; left out where it is null. */
    StatusMember bare(String name, @Nullable String value) {
        member.append(value == null ? "" : "; " + name + "=" + value);
        return this;
    }

    /** A String; left out where it is null, or cannot be one. */
    StatusMember quoted(String name, @Nullable String value) {
        if (value == null || !PRINTABLE.matcher(value).matches()) {
            return this;
        }
        return bare(name, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    /** A Token where it can be one, else a String. */
    StatusMember text(String name, @Nullable String value) {
        return value != null && TOKEN.matcher(value).matches() ? bare(name, value) : quoted(name, value);
    }

    @Override
    public String toString() {
        return member.toString();
    }
}

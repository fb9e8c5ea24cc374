package dev.freshet.decide.caching;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 section 8.8.3). Immutable.
 *
 * @param opaque what stands between the quotes, and they
 */
record EntityTag(boolean weak, String opaque) {
    private static final Pattern SYNTAX = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")");

    /** Null where {@code text} is absent or no entity tag. */
    static @Nullable EntityTag parse(@Nullable String text) {
        Matcher tag = SYNTAX.matcher(text == null ? "" : text.strip());
        return tag.matches() ? new EntityTag(tag.group(1) != null, tag.group(2)) : null;
    }

    /** All of a list such as If-None-Match; what stands between them is skipped, be it right or wrong. */
    static List<EntityTag> list(String field) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher each = SYNTAX.matcher(field);
        while (each.find()) {
            tags.add(new EntityTag(each.group(1) != null, each.group(2)));
        }
        return tags;
    }

    /** The strong comparison of RFC 9110 section 8.8.3.2. */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** The weak comparison of RFC 9110 section 8.8.3.2. */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    String text() {
        return (weak ? "W/" : "") + opaque;
    }
}

package dev.freshet.decide.caching;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 section 8.8.3). Origins that leave the quotes out, or write the prefix in their own way, compare what
 * they sent with what comes back; so such a tag counts as a weak one, the same only where every character is. Immutable.
 *
 * @param opaque what stands between the quotes, and they; all of a tag without them
 */
record EntityTag(boolean weak, String opaque) {
    private static final String QUOTED = "(W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")";
    /** What is visible and has no comma, nor begins as {@code *}, which would mean any tag. */
    private static final String BARE =
            "([\\x21\\x23-\\x29\\x2B\\x2D-\\x7E\\x80-\\xFF][\\x21-\\x2B\\x2D-\\x7E\\x80-\\xFF]*)";

    private static final Pattern SYNTAX =
            Pattern.compile("(?<![^ \t,])(?:" + QUOTED + "|" + BARE + ")(?=[ \t]*(?:,|$))");

    /** Null where {@code text} is absent or no entity tag. */
    static @Nullable EntityTag parse(@Nullable String text) {
        Matcher tag = SYNTAX.matcher(text == null ? "" : text.strip());
        return tag.matches() ? of(tag) : null;
    }

    /** All of a list such as If-None-Match; what stands between them is skipped, be it right or wrong. */
    static List<EntityTag> list(String field) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher each = SYNTAX.matcher(field);
        while (each.find()) {
            tags.add(of(each));
        }
        return tags;
    }

    private static EntityTag of(Matcher tag) {
        String quoted = tag.group(2);
        return quoted == null ? new EntityTag(true, tag.group(3)) : new EntityTag(tag.group(1) != null, quoted);
    }

    /** The strong comparison of RFC 9110 section 8.8.3.2. */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** The weak comparison of RFC 9110 section 8.8.3.2. */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** As it was sent. */
    String text() {
        return weak && opaque.startsWith("\"") ? "W/" + opaque : opaque;
    }
}

package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directives of a message, and what they come to where they are repeated or malformed: what forbids holds in any form,
 * and of what is given more than once the first counts (RFC 9111 section 4.2.1). Immutable.
 */
final class Directives {
    static final Directives NONE = new Directives(List.of());

    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    /**
     * What the cache itself goes by, now and when the response is freshened. A response that wants one of these forgotten cannot
     * be kept without it, so the directive is taken for the whole response.
     */
    static final Set<String> GONE_BY_THE_CACHE =
            Set.of("cache-control", "cdn-cache-control", "date", "etag", "expires", "last-modified", "vary");

    private static final Pattern LIST_SEPARATOR = Pattern.compile("[ \t]*,[ \t]*");

    private final List<Directive> all;

    Directives(List<Directive> all) {
        this.all = List.copyOf(all);
    }

    /** Of a request. Pragma says nothing: RFC 9111 section 5.4 deprecates it, and whoever means it sends Cache-Control too. */
    static Directives ofRequest(Fields request) {
        String cacheControl = request.field(HttpHeaderNames.CACHE_CONTROL);
        return cacheControl == null ? NONE : new Directives(Directive.list(cacheControl));
    }

    /** Whether the directive is there, with whatever argument. */
    boolean has(String name) {
        for (Directive each : all) {
            if (each.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the directive is there without an argument. */
    boolean hasBare(String name) {
        return all.stream().anyMatch(each -> each.name().equals(name) && each.argument() == null);
    }

    /**
     * The seconds a directive gives, the first of several; {@link DeltaSeconds#ABSENT} where it is not there,
     * {@link DeltaSeconds#INVALID} where it is malformed.
     */
    long seconds(String name) {
        for (Directive each : all) {
            if (each.name().equals(name)) {
                return each.argument() == null ? DeltaSeconds.INVALID : DeltaSeconds.parse(each.argument());
            }
        }
        return DeltaSeconds.ABSENT;
    }

    /** The seconds a directive gives, or 0 where it gives none. */
    long secondsOrZero(String name) {
        return Math.max(0, seconds(name));
    }

    /** Whether the directive is there for the whole response: without field names (RFC 9111 sections 5.2.2.4 and 5.2.2.7). */
    boolean unqualified(String name) {
        return all.stream().anyMatch(each -> each.name().equals(name) && namesIn(each.argument()) == null);
    }

    /** The field names, lower case, that the directive is limited to; empty where it is absent or unqualified. */
    Set<String> fieldNames(String name) {
        Set<String> names = new TreeSet<>();
        for (Directive each : all) {
            Set<String> given = each.name().equals(name) ? namesIn(each.argument()) : null;
            if (given != null) {
                names.addAll(given);
            }
        }
        return names;
    }

    /** Null: no argument, not a list of field names, or one that names what the cache cannot do without. */
    private static @Nullable Set<String> namesIn(@Nullable String argument) {
        Set<String> names = new TreeSet<>();
        for (String each : LIST_SEPARATOR.split(argument == null ? "" : argument.strip())) {
            if (!each.isEmpty() && !FIELD_NAME.matcher(each).matches()) {
                return null;
            }
            if (!each.isEmpty()) {
                names.add(each.toLowerCase(Locale.ROOT));
            }
        }
        return names.isEmpty() || !Collections.disjoint(names, GONE_BY_THE_CACHE) ? null : names;
    }
}

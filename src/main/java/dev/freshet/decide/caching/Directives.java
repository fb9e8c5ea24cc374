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
 * The directives of a message, and what they come to where they are repeated, contradictory or malformed: what forbids holds
 * in any form, and what allows holds only where it is beyond doubt (RFC 9111 section 4.2.1). Immutable.
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
    private static final Directives NO_CACHE = new Directives(List.of(new Directive("no-cache", null)));

    private final List<Directive> all;

    Directives(List<Directive> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Of a request: its Cache-Control, or, where it has none, {@code no-cache} if Pragma says so (RFC 9111 section 5.4: a cache
     * need not, and clients that speak HTTP/1.0 mean it).
     */
    static Directives ofRequest(Fields request) {
        String cacheControl = request.field(HttpHeaderNames.CACHE_CONTROL);
        if (cacheControl != null) {
            return new Directives(Directive.list(cacheControl));
        }
        String pragma = request.field(HttpHeaderNames.PRAGMA);
        if (pragma == null) {
            return NONE;
        }
        return new Directives(Directive.list(pragma)).has("no-cache") ? NO_CACHE : NONE;
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
     * The seconds a directive gives; {@link DeltaSeconds#ABSENT} where it is not there, {@link DeltaSeconds#INVALID} where it
     * is malformed or given twice with different values.
     */
    long seconds(String name) {
        long seconds = DeltaSeconds.ABSENT;
        for (Directive each : all) {
            if (each.name().equals(name)) {
                long given = each.argument() == null ? DeltaSeconds.INVALID : DeltaSeconds.parse(each.argument());
                seconds = seconds == DeltaSeconds.ABSENT || seconds == given ? given : DeltaSeconds.INVALID;
            }
        }
        return seconds;
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

package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a stored response that Range asks for (RFC 9110 section 14.2). One range is served, and several of which one
 * can be satisfied; where more can, Range is ignored, as section 14.2 allows: multipart answers cost more than they save on
 * bodies as small as those stored here, and invite abuse. Immutable: pure functions only.
 */
final class Ranges {
    private static final Pattern SPEC = Pattern.compile("([0-9]*)-([0-9]*)");
    private static final int LONG_DIGITS = 18;

    private Ranges() {}

    /** {@link Answer.Part}, {@link Answer.NotSatisfiable}, or {@link Answer.Whole} where Range is absent, invalid or ignored. */
    static Answer answer(CacheRequest request, StoredHead stored) {
        String range = request.fields().field(HttpHeaderNames.RANGE);
        boolean applies = range != null
                && request.method().equals("GET")
                && stored.status() == 200
                && stored.bodyBytes() >= 0
                && ifRangeHolds(request.fields().field(HttpHeaderNames.IF_RANGE), stored);
        List<ByteRange> satisfiable = applies && range != null ? satisfiable(range, stored.bodyBytes()) : null;
        if (satisfiable == null || satisfiable.size() > 1) {
            return new Answer.Whole();
        }
        return satisfiable.isEmpty() ? new Answer.NotSatisfiable() : new Answer.Part(satisfiable.getFirst());
    }

    /** RFC 9110 section 13.1.5: true without the field; else the one strong validator must be the stored one's. */
    private static boolean ifRangeHolds(@Nullable String ifRange, StoredHead stored) {
        if (ifRange == null) {
            return true;
        }
        Fields fields = Fields.of(stored.fields());
        EntityTag wanted = EntityTag.parse(ifRange);
        if (wanted != null) {
            EntityTag held = Validators.entityTag(fields);
            return held != null && held.matchesStrongly(wanted);
        }
        return ifRange.equals(Validators.lastModified(fields))
                && Validators.hasStrongDate(fields, stored.dateSeconds());
    }

    /** The ranges that lie at least in part within the body, cut to it; null: the unit is not bytes, or the syntax is wrong. */
    private static @Nullable List<ByteRange> satisfiable(String range, long bodyBytes) {
        int equals = range.indexOf('=');
        if (equals < 0
                || !range.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("bytes")) {
            return null;
        }
        List<ByteRange> found = new ArrayList<>();
        boolean any = false;
        for (String each : range.substring(equals + 1).split(",")) {
            String spec = each.strip();
            if (spec.isEmpty()) {
                continue;
            }
            any = true;
            Matcher parts = SPEC.matcher(spec);
            if (!parts.matches() || spec.equals("-")) {
                return null;
            }
            String first = parts.group(1);
            String last = parts.group(2);
            if (!first.isEmpty() && !last.isEmpty() && number(first) > number(last)) {
                return null;
            }
            addIfSatisfiable(found, first, last, bodyBytes);
        }
        return any ? found : null;
    }

    private static void addIfSatisfiable(List<ByteRange> found, String first, String last, long bodyBytes) {
        long lastByte = bodyBytes - 1;
        long from = first.isEmpty() ? Math.max(0, bodyBytes - number(last)) : number(first);
        long to = first.isEmpty() || last.isEmpty() ? lastByte : Math.min(lastByte, number(last));
        if (from <= to) {
            found.add(new ByteRange(from, to));
        }
    }

    /** What has more digits than any body has bytes is as good as the largest number. */
    private static long number(String digits) {
        return digits.length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}

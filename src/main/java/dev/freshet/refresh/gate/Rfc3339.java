package dev.freshet.refresh.gate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads timestamps as RFC 3339 section 5.6 writes them. Thread-safe: it has no state. */
final class Rfc3339 {
    private static final Pattern TIMESTAMP =
            Pattern.compile("(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<minute>[0-9]{2}:[0-9]{2}):(?<second>[0-9]{2})"
                    + "(?:\\.(?<fraction>[0-9]+))?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final int MOST_DIGITS = 9;

    private Rfc3339() {}

    /** The instant to the nanosecond; a leap second is the first of the next minute. Null: it is no timestamp. */
    static @Nullable Instant instant(String text) {
        Matcher timestamp = TIMESTAMP.matcher(text);
        if (!timestamp.matches()) {
            return null;
        }
        boolean isLeap = "60".equals(timestamp.group("second"));
        String fraction = timestamp.group("fraction");
        String plain = timestamp.group("day")
                + "T" + timestamp.group("minute")
                + ":" + (isLeap ? "59" : timestamp.group("second"))
                + (fraction == null ? "" : "." + fraction.substring(0, Math.min(fraction.length(), MOST_DIGITS)))
                + timestamp.group("offset").replace('z', 'Z');
        try {
            Instant instant = OffsetDateTime.parse(plain, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
            return isLeap ? instant.plusSeconds(1) : instant;
        } catch (DateTimeException _) {
            return null;
        }
    }
}

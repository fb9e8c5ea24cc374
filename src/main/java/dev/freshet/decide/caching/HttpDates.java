package dev.freshet.decide.caching;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTTP-dates, read strictly: the three formats of RFC 9110 section 5.6.7, letters in any case and no zone but GMT (RFC 9111
 * section 4.2), and nothing else. Netty's own reader takes nearly everything, and what is taken for a date here decides
 * how long a response is served. Immutable: pure functions only.
 */
final class HttpDates {
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String MONTH = "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
    private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

    private static final Pattern FIXDATE = caseless(
            "(?:mon|tue|wed|thu|fri|sat|sun), (?<day>[0-9]{2}) " + MONTH + " (?<year>[0-9]{4}) " + TIME + " gmt");
    private static final Pattern RFC_850 = caseless("(?:mon|tues|wednes|thurs|fri|satur|sun)day, (?<day>[0-9]{2})-"
            + MONTH + "-(?<year>[0-9]{2}) " + TIME + " gmt");
    private static final Pattern ASCTIME = caseless(
            "(?:mon|tue|wed|thu|fri|sat|sun) " + MONTH + " (?<day>[0-9]{2}| [0-9]) " + TIME + " (?<year>[0-9]{4})");

    private HttpDates() {}

    /**
     * The date in seconds since the epoch; null where {@code text} is absent or no date.
     *
     * @param nowMillis tells the century of a year of two digits: a date more than 50 years ahead is in the past
     */
    static @Nullable Long epochSeconds(@Nullable String text, long nowMillis) {
        if (text == null) {
            return null;
        }
        Matcher fixdate = FIXDATE.matcher(text);
        if (fixdate.matches()) {
            return seconds(fixdate, Integer.parseInt(fixdate.group("year")));
        }
        Matcher asctime = ASCTIME.matcher(text);
        if (asctime.matches()) {
            return seconds(asctime, Integer.parseInt(asctime.group("year")));
        }
        Matcher rfc850 = RFC_850.matcher(text);
        return rfc850.matches() ? seconds(rfc850, fullYear(rfc850.group("year"), nowMillis)) : null;
    }

    /** The date as an IMF-fixdate. */
    static String format(long epochSeconds) {
        return IMF_FIXDATE.format(Instant.ofEpochSecond(epochSeconds).atOffset(ZoneOffset.UTC));
    }

    private static int fullYear(String lastDigits, long nowMillis) {
        int now = Instant.ofEpochMilli(nowMillis).atOffset(ZoneOffset.UTC).getYear();
        int year = now / 100 * 100 + Integer.parseInt(lastDigits);
        return year > now + 50 ? year - 100 : year;
    }

    private static @Nullable Long seconds(Matcher date, int year) {
        int month = MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT)) / 3 + 1;
        int second = Integer.parseInt(date.group("second"));
        if (second > 60) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            year,
                            month,
                            Integer.parseInt(date.group("day").strip()),
                            Integer.parseInt(date.group("hour")),
                            Integer.parseInt(date.group("minute")),
                            Math.min(second, 59))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static Pattern caseless(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }
}

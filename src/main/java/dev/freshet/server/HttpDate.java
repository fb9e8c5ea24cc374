package dev.freshet.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The current second as an IMF-fixdate (RFC 9110 section 5.6.7), formatted once per second. Confined to one event loop. */
final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private long second = -1;
    private String text = "";

    /** The date at {@code epochMillis}. */
    String at(long epochMillis) {
        long wanted = Math.floorDiv(epochMillis, 1000L);
        if (wanted != second) {
            second = wanted;
            text = IMF_FIXDATE.format(Instant.ofEpochSecond(wanted).atOffset(ZoneOffset.UTC));
        }
        return text;
    }
}

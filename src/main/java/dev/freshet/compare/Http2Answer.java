package dev.freshet.compare;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP/2 answer. Confined to the event loop of its connection. */
record Http2Answer(int status, Http2Headers headers) implements ResponseView {
    private static final AsciiString AGE = AsciiString.cached("age");
    private static final AsciiString CACHE_STATUS = AsciiString.cached("cache-status");
    private static final AsciiString STALE = AsciiString.cached("detail=stale");

    /** The status of a header list; -1: it has none that can be read (RFC 9113 section 8.3.2). */
    static int statusOf(Http2Headers headers) {
        CharSequence status = headers.status();
        if (status == null || status.length() != 3) {
            return -1;
        }
        int number = 0;
        for (int at = 0; at < 3; at++) {
            int digit = status.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    @Override
    public long ageSeconds() {
        CharSequence age = headers.get(AGE);
        if (age == null || age.isEmpty() || age.length() > 18) {
            return NO_AGE;
        }
        long seconds = 0;
        for (int at = 0; at < age.length(); at++) {
            int digit = age.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return NO_AGE;
            }
            seconds = seconds * 10 + digit;
        }
        return seconds;
    }

    @Override
    public boolean markedStale() {
        CharSequence cacheStatus = headers.get(CACHE_STATUS);
        return cacheStatus != null && AsciiString.contains(cacheStatus, STALE);
    }

    @Override
    public @Nullable String field(String name) {
        CharSequence value = headers.get(name);
        return value == null ? null : value.toString();
    }
}

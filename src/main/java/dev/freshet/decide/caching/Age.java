package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * How old a response was when it was received (RFC 9111 section 4.2.3). How old it is later is
 * {@link dev.freshet.cache.StoredHead#ageMillis}. Immutable: pure functions only.
 */
final class Age {
    private Age() {}

    /** {@code corrected_initial_age}, in milliseconds: the older of what the two clocks say and what Age says. */
    static long initialMillis(Received response) {
        long apparentSeconds = Math.max(0, Math.floorDiv(response.receivedAtMillis(), 1000L) - response.dateSeconds());
        long delayMillis = Math.max(0, response.receivedAtMillis() - response.requestedAtMillis());
        long saidSeconds = said(response.fields().field(HttpHeaderNames.AGE));
        return Math.max(apparentSeconds * 1000, saidSeconds * 1000 + delayMillis);
    }

    /** The first member of a list; 0 where the field is absent or invalid (RFC 9111 section 5.1). */
    private static long said(@Nullable String field) {
        return field == null ? 0 : Math.max(0, DeltaSeconds.parse(field.split(",", 2)[0].strip()));
    }
}

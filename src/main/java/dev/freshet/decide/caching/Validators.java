package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/** The validators of a response (RFC 9110 section 8.8); what is not valid counts as absent. Immutable: pure functions only. */
final class Validators {
    private Validators() {}

    static boolean any(Fields response) {
        return entityTag(response) != null || lastModified(response) != null;
    }

    static @Nullable EntityTag entityTag(Fields response) {
        return EntityTag.parse(response.field(HttpHeaderNames.ETAG));
    }

    /** The value of Last-Modified as sent. */
    static @Nullable String lastModified(Fields response) {
        String field = response.field(HttpHeaderNames.LAST_MODIFIED);
        return HttpDates.epochSeconds(field, 0) == null ? null : field;
    }

    /**
     * Whether Last-Modified identifies one representation: it lies at least a second before Date, so that a second change would
     * have shown (RFC 9110 section 8.8.2.2).
     */
    static boolean hasStrongDate(Fields response, long dateSeconds) {
        Long modified = HttpDates.epochSeconds(response.field(HttpHeaderNames.LAST_MODIFIED), dateSeconds * 1000);
        return modified != null && modified < dateSeconds;
    }
}

package dev.freshet.source;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a response that a source uses; what is not valid counts as absent. Immutable: it has no state. */
final class ResponseFields {
    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");
    private static final Pattern DELTA_SECONDS = Pattern.compile("[0-9]+");
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7E\\t]+");
    private static final int ENTITY_TAG_LENGTH = 1024;
    private static final long LONGEST_SECONDS = 1L << 31;
    private static final int LONGEST_DIGITS = 10;

    private ResponseFields() {}

    /** How a payload is coded (RFC 9110 section 8.4). Immutable. */
    enum ContentCoding {
        IDENTITY,
        GZIP,
        UNKNOWN
    }

    /** The validators of a response, of the first source of a chain; {@link Validators#NONE} where it has none. */
    static Validators validators(HttpHeaders headers) {
        String etag = entityTag(headers);
        String lastModified = lastModified(headers);
        return etag == null && lastModified == null ? Validators.NONE : new Validators(0, etag, lastModified);
    }

    /** The validators after a 304 (RFC 9110 section 15.4.5): what it repeats replaces what was sent. */
    static Validators confirmed(Validators sent, HttpHeaders headers) {
        String etag = entityTag(headers);
        String lastModified = lastModified(headers);
        return new Validators(
                0, etag == null ? sent.etag() : etag, lastModified == null ? sent.lastModified() : lastModified);
    }

    /** Age in seconds (RFC 9111 sections 1.2.2 and 5.1): the first member of a list, 0 where absent or invalid. */
    static long ageSeconds(HttpHeaders headers) {
        String field = headers.get(HttpHeaderNames.AGE);
        if (field == null) {
            return 0;
        }
        int comma = field.indexOf(',');
        String first = (comma < 0 ? field : field.substring(0, comma)).strip();
        if (!DELTA_SECONDS.matcher(first).matches()) {
            return 0;
        }
        return bounded(first);
    }

    /**
     * Retry-After in seconds (RFC 9110 section 10.2.3), 0 where absent or invalid. A date is counted from the response's own
     * Date, which is of the same clock; from {@code nowMillis} where it has none.
     */
    static long retryAfterSeconds(HttpHeaders headers, long nowMillis) {
        String field = single(headers, HttpHeaderNames.RETRY_AFTER);
        if (field == null) {
            return 0;
        }
        if (DELTA_SECONDS.matcher(field).matches()) {
            return bounded(field);
        }
        Instant then = httpDate(field);
        if (then == null) {
            return 0;
        }
        Instant date = httpDate(single(headers, HttpHeaderNames.DATE));
        long sinceMillis = then.toEpochMilli() - (date == null ? nowMillis : date.toEpochMilli());
        return Math.clamp((sinceMillis + 999) / 1000, 0, LONGEST_SECONDS);
    }

    /** Content-Type, or {@code otherwise} where it is absent or holds what no field may. */
    static String mediaType(HttpHeaders headers, String otherwise) {
        String field = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (field == null || !VISIBLE.matcher(field).matches() || field.isBlank()) {
            return otherwise;
        }
        return field.strip();
    }

    /** The coding named by all Content-Encoding fields together; two codings in a row are {@code UNKNOWN}. */
    static ContentCoding coding(HttpHeaders headers) {
        String all = String.join(",", headers.getAll(HttpHeaderNames.CONTENT_ENCODING));
        return switch (all.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> ContentCoding.IDENTITY;
            case "gzip", "x-gzip" -> ContentCoding.GZIP;
            default -> ContentCoding.UNKNOWN;
        };
    }

    private static @Nullable Instant httpDate(@Nullable String field) {
        var parsed = field == null ? null : DateFormatter.parseHttpDate(field);
        return parsed == null ? null : parsed.toInstant();
    }

    /** A number of seconds of however many digits. */
    private static long bounded(String digits) {
        return digits.length() > LONGEST_DIGITS ? LONGEST_SECONDS : Math.min(Long.parseLong(digits), LONGEST_SECONDS);
    }

    private static @Nullable String entityTag(HttpHeaders headers) {
        String field = single(headers, HttpHeaderNames.ETAG);
        return field != null
                        && field.length() <= ENTITY_TAG_LENGTH
                        && ENTITY_TAG.matcher(field).matches()
                ? field
                : null;
    }

    private static @Nullable String lastModified(HttpHeaders headers) {
        String field = single(headers, HttpHeaderNames.LAST_MODIFIED);
        return field != null && DateFormatter.parseHttpDate(field) != null ? field : null;
    }

    /** The field's value where it stands once: two entity tags contradict each other. */
    private static @Nullable String single(HttpHeaders headers, CharSequence name) {
        List<String> all = headers.getAll(name);
        return all.size() == 1 ? all.getFirst().strip() : null;
    }
}

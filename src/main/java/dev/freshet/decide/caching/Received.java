package dev.freshet.decide.caching;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The head of a final response as it was received from the upstream, and the two times its age is worked out from (RFC 9111
 * section 4.2.3). Confined to one event loop (the headers are mutable; nothing here changes them).
 *
 * @param bodyBytes its declared length; -1: unknown until it ends
 * @param requestedAtMillis when the request was sent, since the epoch: {@code request_time}
 * @param receivedAtMillis when this head was received: {@code response_time}
 */
public record Received(int status, HttpHeaders headers, long bodyBytes, long requestedAtMillis, long receivedAtMillis) {
    /** Its fields. */
    public Fields fields() {
        return Fields.of(headers);
    }

    /** Whether a body of {@code bytes} that ended in order is all of it: nothing less is ever stored (RFC 9111 section 3.3). */
    public boolean isCompleteWith(long bytes) {
        return bodyBytes < 0 || bodyBytes == bytes;
    }

    /** Its Date, or when it was received where it has none that is valid (RFC 9110 section 6.6.1). */
    long dateSeconds() {
        Long date = date();
        return date == null ? Math.floorDiv(receivedAtMillis, 1000L) : date;
    }

    /** Null: no Date, or an invalid one. */
    @Nullable Long date() {
        return HttpDates.epochSeconds(fields().field("date"), receivedAtMillis);
    }
}

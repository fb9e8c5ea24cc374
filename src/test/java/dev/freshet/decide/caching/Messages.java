package dev.freshet.decide.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.StoredHead;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** Messages written down in a test, each field as a line. Confined to one test. */
final class Messages {
    /** Tue, 14 Nov 2023 22:13:20 GMT. */
    static final long NOW_SECONDS = 1_700_000_000L;

    static final long NOW = NOW_SECONDS * 1000;
    static final long BODY_BYTES = 1000;

    private Messages() {}

    /** The date so many seconds from now. */
    static String date(long seconds) {
        return HttpDates.format(NOW_SECONDS + seconds);
    }

    static HttpHeaders headers(String... lines) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    static Fields fields(String... lines) {
        return Fields.of(headers(lines));
    }

    static CacheRequest get(String... lines) {
        return request("GET", lines);
    }

    static CacheRequest request(String method, String... lines) {
        return CacheRequest.of(method, fields(lines), false);
    }

    /** A 200 received now, in no time, with a body of {@link #BODY_BYTES}. */
    static Received ok(String... lines) {
        return response(200, lines);
    }

    static Received response(int status, String... lines) {
        return new Received(status, headers(lines), BODY_BYTES, NOW, NOW);
    }

    /** What is stored of a 200 with these fields. */
    static StoredHead stored(String... lines) {
        return stored(get(), ok(lines));
    }

    static StoredHead stored(CacheRequest request, Received response) {
        StorageDecision decision = Storage.decide(request, response);
        assertThat(decision).isInstanceOf(StorageDecision.Store.class);
        return ((StorageDecision.Store) decision).head();
    }
}

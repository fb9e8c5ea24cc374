package dev.freshet.cache;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * All of a stored response but its body. Immutable: the fields are a {@link io.netty.handler.codec.http.ReadOnlyHttpHeaders}.
 *
 * @param status of the response, final
 * @param fields what RFC 9111 section 3.1 lets a shared cache keep, always with a valid Date; without Age and Content-Length
 * @param variant which requests it answers
 * @param terms on what terms it may be used
 * @param dateSeconds its Date, since the epoch
 * @param receivedAtMillis when its head was received, since the epoch: {@code response_time} of RFC 9111 section 4.2.3
 * @param initialAgeMillis how old it was then: {@code corrected_initial_age} of that section
 * @param bodyBytes the length of its body; -1: not yet known
 */
public record StoredHead(
        int status,
        HttpHeaders fields,
        Variant variant,
        Terms terms,
        long dateSeconds,
        long receivedAtMillis,
        long initialAgeMillis,
        long bodyBytes) {

    /** How old it is at {@code nowMillis}: {@code current_age} of RFC 9111 section 4.2.3. */
    public long ageMillis(long nowMillis) {
        return initialAgeMillis + Math.max(0, nowMillis - receivedAtMillis);
    }

    /** What is left of its lifetime at {@code nowMillis}; negative: for how long it has been stale. */
    public long ttlMillis(long nowMillis) {
        return terms.lifetimeSeconds() * 1000 - ageMillis(nowMillis);
    }

    /**
     * Until when there is any use in keeping it without a validator, in milliseconds since the epoch.
     *
     * @param graceSeconds for how long others than its origin may want it stale
     */
    public long usefulUntilMillis(long graceSeconds) {
        long freshMillis = Math.max(0, terms.lifetimeSeconds() * 1000 - initialAgeMillis);
        long said = Math.max(terms.staleWhileRevalidateSeconds(), terms.staleIfErrorSeconds());
        return receivedAtMillis + freshMillis + Math.max(graceSeconds, said) * 1000;
    }

    /** The same, stale from {@code nowMillis} on if it was not before. */
    public StoredHead staleAt(long nowMillis) {
        long seconds = Math.min(terms.lifetimeSeconds(), Math.max(0, ageMillis(nowMillis) / 1000));
        Terms stale = new Terms(
                seconds,
                terms.heuristic(),
                terms.noCache(),
                terms.mustRevalidate(),
                terms.staleWhileRevalidateSeconds(),
                terms.staleIfErrorSeconds());
        return new StoredHead(
                status, fields, variant, stale, dateSeconds, receivedAtMillis, initialAgeMillis, bodyBytes);
    }

    /** The same with another length of the body, for one that was not declared. */
    public StoredHead withBodyBytes(long bytes) {
        return new StoredHead(status, fields, variant, terms, dateSeconds, receivedAtMillis, initialAgeMillis, bytes);
    }
}

package dev.freshet.cache;

/**
 * Which requests may wait for one fetch: those that the response to one of them will probably answer. Immutable.
 *
 * @param target the target URI
 * @param variant what the requests have in the fields that responses from there are known to vary on
 * @param authorized whether they carry credentials: what answers those may be for one client only (RFC 9111 section 3.5)
 */
public record CollapseKey(StoredKey target, Variant variant, boolean authorized) {}

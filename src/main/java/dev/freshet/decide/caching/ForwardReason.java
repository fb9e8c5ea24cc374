package dev.freshet.decide.caching;

/** Why a request went to the upstream (RFC 9211 section 2.2). Immutable. */
public enum ForwardReason {
    /** The cache was not to be asked. */
    BYPASS("bypass"),
    /** The method is one that is not answered from the store. */
    METHOD("method"),
    /** Nothing is stored for the target URI. */
    URI_MISS("uri-miss"),
    /** What is stored for the target URI answers other requests. */
    VARY_MISS("vary-miss"),
    /** What is stored is fresh, and the request does not want it. */
    REQUEST("request"),
    /** What is stored is stale, or may not be used without a validation. */
    STALE("stale");

    private final String token;

    ForwardReason(String token) {
        this.token = token;
    }

    /** As it stands in Cache-Status. */
    public String token() {
        return token;
    }
}

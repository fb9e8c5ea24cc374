package dev.freshet.config;

/** A protocol of a listener, under its ALPN name (RFC 7301). Immutable. */
public enum Protocol {
    /** HTTP/2 over TLS. */
    HTTP_2("h2"),
    /** HTTP/1.1. */
    HTTP_1_1("http/1.1");

    private final String alpn;

    Protocol(String alpn) {
        this.alpn = alpn;
    }

    /** The name in ALPN and in the configuration. */
    public String alpn() {
        return alpn;
    }
}

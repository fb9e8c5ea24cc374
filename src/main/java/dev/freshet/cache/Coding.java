package dev.freshet.cache;

/** A content coding (RFC 9110 section 8.4.1) of a representation, in the order that breaks ties of size. Immutable. */
public enum Coding {
    ZSTD("zstd", "-zstd"),
    BROTLI("br", "-br"),
    GZIP("gzip", "-gz"),
    IDENTITY("identity", "");

    private final String token;
    private final String tagSuffix;

    Coding(String token, String tagSuffix) {
        this.token = token;
        this.tagSuffix = tagSuffix;
    }

    /** The name in Accept-Encoding and Content-Encoding. */
    public String token() {
        return token;
    }

    /** What the entity tag of a representation in this coding ends with, inside the quotes. */
    String tagSuffix() {
        return tagSuffix;
    }
}

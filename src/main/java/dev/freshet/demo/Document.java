package dev.freshet.demo;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import java.util.zip.CRC32C;

/** One version of a resource as the origin serves it. Immutable: nobody writes to its bytes. */
final class Document {
    private final byte[] body;
    private final String etag;
    private final String lastModified;
    private final long modifiedMillis;

    /**
     * Makes the ETag of the bytes.
     *
     * @param body JSON in UTF-8, not to be changed
     * @param epochMillis when the bytes became so
     */
    Document(byte[] body, long epochMillis) {
        CRC32C sum = new CRC32C();
        sum.update(body);
        this.body = body;
        this.etag = "\"" + Long.toHexString(body.length) + "-" + Long.toHexString(sum.getValue()) + "\"";
        this.modifiedMillis = epochMillis / 1000 * 1000;
        this.lastModified = DateFormatter.format(Date.from(Instant.ofEpochMilli(modifiedMillis)));
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }

    /** Strong (RFC 9110 section 8.8.3). */
    String etag() {
        return etag;
    }

    /** The Last-Modified field's value. */
    String lastModified() {
        return lastModified;
    }

    /** Since the epoch, whole seconds: what {@link #lastModified()} says. */
    long modifiedMillis() {
        return modifiedMillis;
    }
}

package dev.freshet.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** HTTP where TLS was expected: how it is told, and what it is answered. Immutable: it has no state. */
final class PlainHttp {
    private static final String BODY =
            "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"This port speaks HTTPS.\"}\n";

    private static final byte[] ANSWER = ("HTTP/1.1 400 Bad Request\r\n"
                    + "content-type: application/problem+json\r\n"
                    + "content-length: " + BODY.length() + "\r\n"
                    + "cache-control: no-store\r\n"
                    + "connection: close\r\n\r\n"
                    + BODY)
            .getBytes(StandardCharsets.US_ASCII);

    private PlainHttp() {}

    /** Whether {@code in} begins as a method does: with a capital, which no record of TLS does. Reads nothing. */
    static boolean begins(ByteBuf in) {
        int first = in.isReadable() ? in.getByte(in.readerIndex()) : 0;
        return first >= 'A' && first <= 'Z';
    }

    /** The whole response (RFC 9112, RFC 9457); the connection ends with it. The caller releases it, in the end by writing it. */
    static ByteBuf answer() {
        return Unpooled.wrappedBuffer(ANSWER);
    }
}

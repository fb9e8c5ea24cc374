package dev.freshet.server;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Response heads of HTTP/1.1 (RFC 9112 section 4) as bytes. Immutable: pure functions only. */
final class Http1Head {
    private Http1Head() {}

    /** What the head says of the connection's future. */
    enum Persistence {
        /** HTTP/1.1's default: nothing needs saying. */
        KEPT(""),
        /** An HTTP/1.0 client asked for it and is told so. */
        KEPT_FOR_1_0("Connection: keep-alive\r\n"),
        /** It ends after this response. */
        CLOSED("Connection: close\r\n"),
        /** It is another protocol's from here on. */
        SWITCHED("Connection: upgrade\r\n");

        private final String line;

        Persistence(String line) {
            this.line = line;
        }
    }

    /** The head of an answer of ours. */
    static byte[] of(Answer answer, Persistence persistence) {
        StringBuilder head = begin(answer.status());
        for (Field each : answer.fields()) {
            append(head, each.name(), each.value());
        }
        return end(head, persistence);
    }

    /**
     * The head of a passed response.
     *
     * @param framing a whole line such as {@code Transfer-Encoding: chunked} with its CRLF, or empty
     * @param date added where the upstream sent none (RFC 9110 section 6.6.1); null: not a final response
     */
    static byte[] of(int status, HttpHeaders fields, String framing, @Nullable String date, Persistence persistence) {
        StringBuilder head = begin(status);
        Iterator<Map.Entry<CharSequence, CharSequence>> each = fields.iteratorCharSequence();
        while (each.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            append(head, field.getKey(), field.getValue());
        }
        if (date != null && !fields.contains("date")) {
            append(head, "Date", date);
        }
        return end(head.append(framing), persistence);
    }

    private static StringBuilder begin(int status) {
        return new StringBuilder(512)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpResponseStatus.valueOf(status).reasonPhrase())
                .append("\r\n");
    }

    private static void append(StringBuilder head, CharSequence name, CharSequence value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static byte[] end(StringBuilder head, Persistence persistence) {
        return head.append(persistence.line).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

package dev.freshet.compare;

import dev.freshet.compare.Load.RequestField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The GET that is sent over and over. Immutable.
 *
 * @param fields sent besides Host, which one of them may replace
 */
record Request(Target target, List<RequestField> fields) {
    private static final String HOST = "host";

    Request {
        fields = List.copyOf(fields);
    }

    /** Its bytes in HTTP/1.1, in a direct buffer that the caller releases. */
    ByteBuf http1(ByteBufAllocator allocator) {
        StringBuilder text = new StringBuilder(256);
        text.append("GET ").append(target.requestTarget()).append(" HTTP/1.1\r\n");
        text.append("Host: ").append(authority()).append("\r\n");
        for (RequestField each : fields) {
            if (!each.name().equalsIgnoreCase(HOST)) {
                text.append(each.name()).append(": ").append(each.value()).append("\r\n");
            }
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return allocator.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    }

    /** Its header list in HTTP/2 (RFC 9113 section 8.3.1). */
    Http2Headers http2() {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method("GET")
                .scheme(target.tls() ? "https" : "http")
                .authority(authority())
                .path(target.requestTarget());
        for (RequestField each : fields) {
            if (!each.name().equalsIgnoreCase(HOST)) {
                headers.add(each.name().toLowerCase(Locale.ROOT), each.value());
            }
        }
        return headers;
    }

    private String authority() {
        return fields.stream()
                .filter(each -> each.name().equalsIgnoreCase(HOST))
                .map(RequestField::value)
                .findFirst()
                .orElseGet(target::authority);
    }
}

package dev.freshet.demo;

import io.netty.handler.codec.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The small JSON answers under {@code /api/}, in UTF-8. Immutable: it has no state. */
final class Facts {
    private static final JsonFactory JSON = new JsonFactory();

    private Facts() {}

    /** What the request was when it reached the origin. */
    static byte[] of(HttpRequest request, long bodyBytes) {
        return json(out -> {
            out.writeStringProperty("hello", "from the origin");
            out.writeStringProperty("method", request.method().name());
            out.writeStringProperty("target", request.uri());
            out.writeStringProperty("protocol", request.protocolVersion().text());
            out.writeNumberProperty("bodyBytes", bodyBytes);
            out.writeArrayPropertyStart("headers");
            for (Map.Entry<String, String> header : request.headers()) {
                out.writeStartObject();
                out.writeStringProperty(header.getKey(), header.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /** The origin's time. */
    static byte[] time(long epochMillis) {
        return json(out -> out.writeStringProperty(
                "time", Instant.ofEpochMilli(epochMillis).toString()));
    }

    /** How often each path was asked for. */
    static byte[] requests(Map<String, Long> byPath) {
        return json(out -> byPath.forEach(out::writeNumberProperty));
    }

    /** There is no such path. */
    static byte[] missing(String path) {
        return json(out -> {
            out.writeStringProperty("title", "Not Found");
            out.writeNumberProperty("status", 404);
            out.writeStringProperty("detail", "the demo's origin has no " + path);
        });
    }

    private static byte[] json(Consumer<JsonGenerator> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            body.accept(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}

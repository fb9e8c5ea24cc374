package dev.freshet.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * What a page answers. Immutable: nobody writes to {@code body} after construction.
 *
 * @param status of the response
 * @param mediaType as in Content-Type
 * @param body whole, without coding; a response to HEAD leaves it out
 * @param headers beyond those every response has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(HttpResponseStatus status, String mediaType, byte[] body, Map<String, String> headers) {

    /** Copies the headers. */
    Reply {
        headers = Map.copyOf(headers);
    }

    /** 200 with plain text. */
    static Reply text(String body) {
        return new Reply(HttpResponseStatus.OK, "text/plain; charset=utf-8", body.getBytes(UTF_8), Map.of());
    }

    /** A problem (RFC 9457); {@code detail} is a sentence. */
    static Reply problem(HttpResponseStatus status, String detail) {
        return problem(status, detail, _ -> {});
    }

    /** A problem with members of its own, which {@code members} writes into the open object. */
    static Reply problem(HttpResponseStatus status, String detail, Consumer<JsonGenerator> members) {
        byte[] body = Json.object(json -> {
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", status.reasonPhrase());
            json.writeNumberProperty("status", status.code());
            json.writeStringProperty("detail", detail);
            members.accept(json);
        });
        return new Reply(status, "application/problem+json", body, Map.of());
    }

    /** What is said where a page failed. */
    static Reply failed() {
        return problem(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The page failed; the log says why.");
    }

    /** The same with one header. */
    Reply with(String name, String value) {
        return new Reply(status, mediaType, body, Map.of(name, value));
    }
}

package dev.freshet.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Bodies of application/problem+json (RFC 9457). Immutable: pure functions only. */
final class ProblemJson {
    private ProblemJson() {}

    /** {@code detail}: a sentence of ours, free of characters that JSON escapes. */
    static byte[] of(int status, String detail) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        String json = "{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}\n";
        return json.getBytes(StandardCharsets.UTF_8);
    }
}

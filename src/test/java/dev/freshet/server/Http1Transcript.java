package dev.freshet.server;

import dev.freshet.server.Told.Ending;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All that an HTTP/1.1 connection brought until it ended, read answer by answer. Confined to one test. */
final class Http1Transcript {
    private final String all;
    private int at;

    Http1Transcript(byte[] bytes) {
        all = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The next final answer; {@code head}: it has no body whatever its fields say. */
    Told next(boolean head) {
        int end = all.indexOf("\r\n\r\n", at);
        if (end < 0) {
            return new Told(0, List.of(), "", Ending.NOTHING);
        }
        List<String> lines = all.substring(at, end).lines().toList();
        at = end + 4;
        if (!lines.getFirst().matches("HTTP/1\\.1 [1-5][0-9]{2} [^\r\n]*")) {
            throw new AssertionError("no status line: " + lines.getFirst());
        }
        int status = Integer.parseInt(lines.getFirst().substring(9, 12));
        if (status < 200) {
            return next(head);
        }
        Told bare = new Told(status, lines.subList(1, lines.size()), "", Ending.WHOLE);
        if (head || status == 204 || status == 304) {
            return bare;
        } else if (bare.field("transfer-encoding").equals("chunked")) {
            return withChunks(bare);
        }
        return withBytes(bare, Integer.parseInt(bare.field("content-length")));
    }

    boolean isAtEnd() {
        return at == all.length();
    }

    /** What has not been read. */
    String rest() {
        return all.substring(at);
    }

    private Told withBytes(Told head, int count) {
        int from = at;
        at = Math.min(all.length(), from + count);
        Ending ending = at == from + count ? Ending.WHOLE : Ending.CUT_OFF;
        return new Told(head.status(), head.fields(), all.substring(from, at), ending);
    }

    private Told withChunks(Told head) {
        StringBuilder body = new StringBuilder();
        while (true) {
            int lineEnd = all.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return cutOff(head, body);
            }
            int size = Integer.parseInt(all.substring(at, lineEnd), 16);
            int from = lineEnd + 2;
            if (size == 0) {
                return ended(head, body, from);
            }
            body.append(all, Math.min(from, all.length()), Math.min(from + size, all.length()));
            at = from + size + 2;
            if (at > all.length()) {
                return cutOff(head, body);
            }
        }
    }

    private Told ended(Told head, StringBuilder body, int trailers) {
        int end = all.indexOf("\r\n\r\n", trailers - 2);
        if (end < 0) {
            return cutOff(head, body);
        }
        at = end + 4;
        return new Told(head.status(), head.fields(), body.toString(), Ending.WHOLE);
    }

    private Told cutOff(Told head, StringBuilder body) {
        at = all.length();
        return new Told(head.status(), head.fields(), body.toString(), Ending.CUT_OFF);
    }
}

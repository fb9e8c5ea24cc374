package dev.freshet.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes streams of bytes that are requests of HTTP/1.1, or nearly: everything a request may say to the endpoints of
 * {@link ShortcutPair}, pipelined, repeated, with bodies, cut anywhere, and with bytes changed. The same seed makes the
 * same streams. Confined to one test.
 */
final class RequestStreams {
    /** One byte of every class that RFC 9110 and RFC 9112 tell apart, and of those that only parsers do. */
    static final String BYTE_CLASSES = "\0\1\t\n\13\r\33 !\"#%&*+,-./0:;=?@AZ[\\az{~\177\200\240\377";

    private static final String[] PLAIN_STARTS = {
        "GET /live.json HTTP/1.1",
        "HEAD /live.json HTTP/1.1",
        "GET /listed.json HTTP/1.1",
        "GET /shared.json HTTP/1.1",
        "GET /Aa.json HTTP/1.1",
        "GET /BB.json HTTP/1.1",
        "GET /any-query.json?x=1 HTTP/1.1",
        "GET http://localhost/live.json HTTP/1.1",
    };
    private static final String[] PLAIN_LINES = {
        "Accept-Encoding: gzip, br",
        "Accept-Encoding: gzip;q=0",
        "Accept-Encoding: *;q=0.5, zstd;q=0.1",
        "If-None-Match: \"x\"",
        "Origin: https://a.example",
        "Connection: keep-alive",
    };
    private static final String[] STARTS = {
        "GET /live.json HTTP/1.1",
        "HEAD /live.json HTTP/1.1",
        "GET /listed.json HTTP/1.1",
        "GET /shared.json HTTP/1.1",
        "GET /Aa.json HTTP/1.1",
        "GET /BB.json HTTP/1.1",
        "GET /named.json HTTP/1.1",
        "GET /any-query.json?x=1 HTTP/1.1",
        "GET /live.json?q HTTP/1.1",
        "GET /live.json? HTTP/1.1",
        "GET /live%2ejson HTTP/1.1",
        "GET /live.json#part HTTP/1.1",
        "GET http://localhost/live.json HTTP/1.1",
        "GET HTTP://LOCALHOST/live.json HTTP/1.1",
        "GET http://named.example/named.json HTTP/1.1",
        "GET http://localhost?q HTTP/1.1",
        "GET /absent.json HTTP/1.1",
        "GET /none HTTP/1.1",
        "POST /live.json HTTP/1.1",
        "OPTIONS /listed.json HTTP/1.1",
        "OPTIONS /listed.json HTTP/1.1\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET",
        "OPTIONS * HTTP/1.1",
        "CONNECT localhost:443 HTTP/1.1",
        "GET /live.json HTTP/1.0",
        "GET /live.json HTTP/1.2",
        "GET /live.json HTTP/2.0",
        "GET  /live.json HTTP/1.1",
        "GET /live.json",
        "get /live.json HTTP/1.1",
    };
    private static final String[] HOSTS = {
        "Host: localhost",
        "Host: localhost",
        "Host: localhost",
        "host:LOCALHOST:8443 ",
        "Host: named.example",
        "Host: a b",
        "X: y",
    };
    private static final String[] LINES = {
        "Accept-Encoding: gzip, br",
        "Accept-Encoding: identity",
        "Accept-Encoding: gzip;q=0",
        "Accept-Encoding: *;q=0.5, zstd;q=0.1",
        "Accept-Encoding:",
        "accept-encoding: BR ;q=1.000 , x-gzip",
        "Accept-Encoding: identity;q=0, *;q=0",
        "If-None-Match: *",
        "If-None-Match: \"x\"",
        "If-None-Match: \"unclosed",
        "If-Modified-Since: Sat, 29 Oct 1994 19:43:31 GMT",
        "Origin: https://a.example",
        "Origin: https://b.example",
        "Origin: null",
        "Access-Control-Request-Method: GET",
        "Range: bytes=0-3",
        "Connection: close",
        "Connection: keep-alive",
        "Connection: Upgrade, close",
        "Upgrade: h2c",
        "Expect: 100-continue",
        "Expect: more",
        "Host: other",
        "X-Any: thing",
        " folded: line",
        "\tfolded too",
        "Bad Name: x",
        "Bad-Name : x",
        ": no name",
        "no colon",
    };
    /** Framing lines with their empty line and the body they promise, and some that promise another. */
    private static final String[] BODIES = {
        "Content-Length: 0\r\n\r\n",
        "Content-Length: 4\r\n\r\nbody",
        "Content-Length: 4\r\n\r\nbo",
        "Content-Length: 38\r\n\r\nGET /BB.json HTTP/1.1\r\nHost: other\r\n\r\n",
        "Content-Length: +4\r\n\r\nbody",
        "Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n4;x=y\r\nbody\r\n0\r\nTrailer: x\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nbody0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "\r\nbody without framing",
        "\r\n\r\n",
    };
    /** About what the memo keeps, and about what the decoder takes. */
    private static final int[] LENGTHS = {HeadMemo.MAX_BYTES, 4096, TestServer.LIMITS.requestHeadBytes()};

    private static final int REMEMBERED = 32;

    private final Random random;
    private final List<String> conditions;
    private final List<String> before = new ArrayList<>();

    /** {@code conditions}: lines with If-None-Match that name what is published. */
    RequestStreams(Random random, List<String> conditions) {
        this.random = random;
        this.conditions = List.copyOf(conditions);
    }

    /** One to four requests as reads bring them, most of them repeated or seen before; one byte each character. */
    List<String> next() {
        List<String> requests = new ArrayList<>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            String request = before.isEmpty() || chance(3) ? fresh() : before.get(random.nextInt(before.size()));
            String sent = chance(5) ? changed(request) : request;
            requests.addAll(Collections.nCopies(1 + random.nextInt(3), sent));
        }
        return switch (random.nextInt(4)) {
            case 0 -> List.of(String.join("", requests));
            case 1 -> cut(String.join("", requests));
            default -> requests;
        };
    }

    private List<String> cut(String stream) {
        List<String> reads = new ArrayList<>();
        int most = 1 + random.nextInt(120);
        for (int at = 0; at < stream.length(); at += reads.getLast().length()) {
            reads.add(stream.substring(at, Math.min(stream.length(), at + 1 + random.nextInt(most))));
        }
        return reads;
    }

    /** A request that was not there before; it may come again. */
    private String fresh() {
        String request = chance(2) ? plain() : request();
        if (before.size() < REMEMBERED) {
            before.add(request);
        } else {
            before.set(random.nextInt(REMEMBERED), request);
        }
        return request;
    }

    /** One that can be answered from memory. */
    private String plain() {
        StringBuilder request = new StringBuilder(pick(PLAIN_STARTS)).append("\r\nHost: localhost\r\n");
        for (int lines = random.nextInt(3); lines > 0; lines--) {
            request.append(chance(2) ? line() : pick(PLAIN_LINES)).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private String request() {
        StringBuilder request = new StringBuilder(pick(STARTS))
                .append("\r\n")
                .append(pick(HOSTS))
                .append("\r\n");
        for (int lines = random.nextInt(4); lines > 0; lines--) {
            request.append(line()).append("\r\n");
        }
        if (chance(30)) {
            lengthen(request, LENGTHS[random.nextInt(LENGTHS.length)] - 200 + random.nextInt(400));
        }
        request.append(chance(5) ? pick(BODIES) : "\r\n");
        return request.toString();
    }

    /** To about {@code length} bytes, by its target or by a field. */
    private void lengthen(StringBuilder request, int length) {
        String padding = "p".repeat(Math.max(1, length - request.length() - "X-Pad: \r\n\r\n".length()));
        int target = request.indexOf(" /");
        if (target >= 0 && random.nextBoolean()) {
            request.insert(target + 1, "/pad:" + padding);
        } else {
            request.append("X-Pad: ").append(padding).append("\r\n");
        }
    }

    private String line() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> conditions.get(random.nextInt(conditions.size()));
            case 2 -> "X-Any: " + colliding();
            default -> pick(LINES);
        };
    }

    /** One of two values of the same checksum, and so heads that differ in nothing else have the same one. */
    private String colliding() {
        return Colliding.VALUES.get(random.nextInt(2));
    }

    private String changed(String request) {
        StringBuilder bytes = new StringBuilder(request);
        for (int changes = chance(4) ? 1 + random.nextInt(4) : 1; changes > 0 && !bytes.isEmpty(); changes--) {
            int at = random.nextInt(bytes.length());
            switch (random.nextInt(6)) {
                case 0 -> bytes.setCharAt(at, (char) random.nextInt(256));
                case 1 -> bytes.setCharAt(at, ofSomeClass());
                case 2 -> bytes.insert(at, ofSomeClass());
                case 3 -> bytes.deleteCharAt(at);
                case 4 -> bytes.insert(at, bytes.substring(at, Math.min(bytes.length(), at + random.nextInt(9))));
                default -> breakLine(bytes, at);
            }
        }
        return bytes.toString();
    }

    /** Makes the line end behind {@code at} a lone CR, a lone LF, or one too many of either. */
    private void breakLine(StringBuilder bytes, int at) {
        int end = bytes.indexOf("\r\n", at);
        if (end >= 0) {
            bytes.replace(end, end + 2, pick(new String[] {"\r", "\n", "\r\r\n", "\n\r\n", "\r\n\n", "\r \n", "\n\r"}));
        }
    }

    private char ofSomeClass() {
        return BYTE_CLASSES.charAt(random.nextInt(BYTE_CLASSES.length()));
    }

    private boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}

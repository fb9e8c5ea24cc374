package dev.freshet.server;

import dev.freshet.config.Protocol;
import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.Trust;
import dev.freshet.tls.ServerTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * An origin whose answers a test sets, the server before it, and a client of one protocol. Confined to one test; the origin
 * reads its script from its own threads.
 */
final class CachingSite implements AutoCloseable {
    final RawServer origin;
    final TestServer server;
    private final ServerTls tls;
    private final RawClient http1;
    private final HttpClient http2;
    private volatile Script script = (_, _) -> false;

    /** Answers one request; false: the connection is closed. */
    @FunctionalInterface
    interface Script {
        boolean answer(String head, RawServer.Peer peer) throws IOException, InterruptedException;
    }

    /** What a client got. Immutable. */
    record Reply(int status, String cacheStatus, String age, String etag, String contentRange, String text) {
        /** What this cache says of the request, and the status. */
        String story() {
            return status + " " + cacheStatus;
        }
    }

    CachingSite(Protocol protocol, Path directory) throws Exception {
        boolean secure = protocol == Protocol.HTTP_2;
        origin = RawServer.start(this::serve);
        tls = secure ? PassingServer.tls(directory) : null;
        HurriedLoops loops = TestServer.newLoops();
        server = new TestServer(loops, PassingServer.upstream(origin, loops), TestServer.LIMITS, tls);
        http1 = secure ? null : server.client();
        http2 = secure ? client(directory.resolve("ca.crt")) : null;
    }

    /** From now on every request is answered with 200, these fields and this body. */
    void answers(String body, String... fields) {
        respond(response(200, body, fields));
    }

    /** The same, once the latch lets it. */
    CountDownLatch holdsBack(String body, String... fields) {
        CountDownLatch latch = new CountDownLatch(1);
        play((_, peer) -> {
            latch.await();
            peer.send(response(200, body, fields));
            return true;
        });
        return latch;
    }

    /** From now on every request is answered with these bytes. */
    void respond(String response) {
        play((_, peer) -> {
            peer.send(response);
            return true;
        });
    }

    /** From now on the origin does this. */
    void play(Script next) {
        script = next;
    }

    static String response(int status, String body, String... fields) {
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        String length = status == 304 ? "" : "Content-Length: " + body.length() + "\r\n";
        return "HTTP/1.1 " + status + " Such\r\n" + lines + length + "\r\n" + body;
    }

    Reply get(String... lines) throws Exception {
        return ask("GET", "/thing", lines);
    }

    Reply ask(String method, String target, String... lines) throws Exception {
        return http1 == null ? askHttp2(method, target, lines) : of(http1.ask(method, target, lines));
    }

    /** So many streams of one connection at once; HTTP/2 only. */
    List<CompletableFuture<String>> getTogether(int count) {
        URI uri = URI.create("https://localhost:" + server.address().getPort() + "/thing");
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return Stream.generate(() -> http2.sendAsync(request, BodyHandlers.ofString()))
                .limit(count)
                .map(each -> each.thenApply(HttpResponse::body))
                .toList();
    }

    /** How many requests have reached the origin. */
    int asked() {
        return origin.heads().size();
    }

    /** The head of the last request that reached the origin, lower case. */
    String lastAsked() {
        return origin.heads().getLast().toLowerCase(java.util.Locale.ROOT);
    }

    void advance(int seconds) {
        server.clock.advance(Duration.ofSeconds(seconds));
    }

    @Override
    public void close() throws IOException {
        if (http1 == null) {
            http2.shutdownNow();
        } else {
            http1.close();
        }
        server.close();
        if (tls != null) {
            tls.close();
        }
        origin.close();
    }

    private void serve(RawServer.Peer peer) throws IOException, InterruptedException {
        for (String head = peer.readHead(); head != null; head = peer.readHead()) {
            if (!script.answer(head, peer)) {
                return;
            }
        }
    }

    private Reply askHttp2(String method, String target, String... lines) throws Exception {
        URI uri = URI.create("https://localhost:" + server.address().getPort() + target);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).method(method, BodyPublishers.noBody());
        for (String each : lines) {
            String[] field = each.split(": ", 2);
            request.header(field[0], field[1]);
        }
        HttpResponse<byte[]> got = http2.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(
                got.statusCode(),
                field(got, "cache-status"),
                field(got, "age"),
                field(got, "etag"),
                field(got, "content-range"),
                new String(got.body(), StandardCharsets.UTF_8));
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    static Reply of(RawClient.Answer answer) {
        return new Reply(
                answer.status(),
                answer.field("cache-status"),
                answer.field("age"),
                answer.field("etag"),
                answer.field("content-range"),
                answer.text());
    }

    private static HttpClient client(Path ca) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Trust.in(ca))
                .build();
    }
}

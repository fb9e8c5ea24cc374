package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.HurriedLoops;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawClient.Answer;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/1.1 that a proxy must not believe (RFC 9112): each is refused, and the origin never hears of it. */
class Http1StrictnessTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String CHUNKED = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final String TRAILED = "5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\n";

    private RawServer origin;
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(peer -> {
            while (peer.readWhole() instanceof String head) {
                peer.send(head.startsWith("GET /split ") ? splitting(head) : OK);
            }
        });
        HurriedLoops loops = TestServer.newLoops();
        server = new TestServer(loops, PassingServer.upstream(origin, loops), TestServer.LIMITS, null);
        client = server.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  /p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p\tHTTP/1.1\r\nHost: a\r\n\r\n",
                " GET /p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET /p http/1.1\r\nHost: a\r\n\r\n",
                "GET /p HTTP/1.10\r\nHost: a\r\n\r\n",
                "GET /p HTTP/1,1\r\nHost: a\r\n\r\n",
                "GET /p\r\n\r\n",
                "GET /p \r\nHost: a\r\n\r\n",
                "G@T /p HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\n\r\nGET /p HTTP/1.1\r\nHost: a\r\n\r\n",
                "\nGET /p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p HTTP/1.1\nHost: a\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\n\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\r\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\r\n\tfolded\r\n\r\n",
                "GET /p HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\n \r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX\t: b\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX(y): b\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX\u00e4: b\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\0\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\1c\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\13c\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a\r\nX: b\177c\r\n\r\n",
            })
    void aHeadThatIsNotWrittenAsTheGrammarHasItIsRefused(String request) {
        assertThat(statusOf(request)).isEqualTo(400);
        assertThat(origin.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /p#x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p\1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p\177 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET ftp://a/p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http:///p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://u@a/p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://b/p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a:8080/p HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: \r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: :80\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a:65536\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a:x\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: [:::]\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a%zz\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a, b\r\n\r\n",
                "GET /p HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET /p HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx",
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\nx",
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1;\r\n\r\nx",
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551617\r\n\r\nx",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: , chunked\r\n\r\n0\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \13chunked\r\n\r\n0\r\n\r\n",
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
            })
    void aHeadThatMayMeanTwoThingsIsRefused(String request) {
        assertThat(statusOf(request)).isEqualTo(400);
        assertThat(origin.heads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /p HTTP/1.1 | Transfer-Encoding: gzip, chunked | 501",
                "TRACE /p HTTP/1.1 | X: y | 501",
                "CONNECT a:443 HTTP/1.1 | X: y | 501",
                "GETGETGETGETGETGETGETGETGETGETGETGETGET /p HTTP/1.1 | X: y | 501",
                "GET /p HTTP/1.2 | X: y | 505",
                "GET /p HTTP/0.9 | X: y | 505",
                "GET /p HTTP/2.0 | X: y | 505",
                "GET /p HTTP/3.0 | X: y | 505"
            })
    void whatIsNotServedHasItsOwnStatus(String line, String field, int status) {
        assertThat(statusOf(line + "\r\nHost: a\r\n" + field + "\r\n\r\n")).isEqualTo(status);
        assertThat(origin.heads()).isEmpty();
    }

    @Test
    void tooManyFieldsAre431() {
        assertThat(statusOf("GET /p HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(100) + "\r\n"))
                .isEqualTo(431);
        assertThat(origin.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhelloX\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5;\n\r\nhello\r\n0\r\n\r\n",
                "5;a=\0\r\nhello\r\n0\r\n\r\n",
                "100000000\r\nhello\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF5\r\nhello\r\n0\r\n\r\n",
                "00000000000000005\r\nhello\r\n0\r\n\r\n",
                "0\r\nX: a\r\n folded\r\n\r\n",
                "0\r\nX : a\r\n\r\n",
                "0\r\nX: a\n\r\n",
                "0\n\r\n",
            })
    void aMalformedChunkIsRefusedWhereNothingHasBeenAnswered(String body) {
        assertThat(statusOf(CHUNKED + body)).isEqualTo(400);
    }

    @Test
    void aMalformedChunkBehindTheAnswerEndsTheConnection() {
        client.send(CHUNKED.replace("POST /p", "GET /live.json")
                + "5\r\nhelloX\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.read().status()).isEqualTo(503);
        server.linger();
        assertThat(client.closed()).isTrue();
        assertThat(origin.heads()).isEmpty();
    }

    @Test
    void aLongExtensionOfAChunkIsRefused() {
        assertThat(statusOf(CHUNKED + "5;" + "x".repeat(257) + "\r\nhello\r\n0\r\n\r\n"))
                .isEqualTo(400);
    }

    @Test
    void trailersThatFrameRouteOrAuthoriseAreDropped() throws Exception {
        java.util.concurrent.CompletableFuture<String> body = new java.util.concurrent.CompletableFuture<>();
        try (RawServer other = RawServer.start(peer -> {
            peer.readHead();
            body.complete(new String(peer.read(TRAILED.length()), StandardCharsets.ISO_8859_1));
            peer.send(OK);
        })) {
            HurriedLoops loops = TestServer.newLoops();
            try (TestServer passing =
                            new TestServer(loops, PassingServer.upstream(other, loops), TestServer.LIMITS, null);
                    RawClient sender = passing.client()) {
                sender.send(CHUNKED + "5;ext=1\r\nhello\r\n0\r\nHost: b\r\nContent-Length: 9\r\nAuthorization: x\r\n"
                        + "Transfer-Encoding: gzip\r\nX-Sum: 1\r\n\r\n");

                assertThat(sender.read().status()).isEqualTo(200);
                assertThat(body.get().toLowerCase(Locale.ROOT)).isEqualTo(TRAILED);
            }
        }
    }

    @Test
    void twoEmptyLinesBeforeARequestAreReadOver() {
        client.send("\r\n\r\nGET /p HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("ok");
        client.send("\r\nGET /p HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("ok");
    }

    @Test
    void anAbsoluteTargetMayNameTheDefaultPort() {
        client.send("GET http://a:80/p HTTP/1.1\r\nHost: A\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("ok");
    }

    @Test
    void underscoresAndHyphensAreDifferentNames() {
        client.send("GET /p HTTP/1.1\r\nHost: a\r\nX_One: 1\r\nX-One: 2\r\nX_Forwarded_For: 1.2.3.4\r\n\r\n");

        assertThat(client.read().text()).isEqualTo("ok");
        assertThat(origin.heads().getFirst())
                .contains("X_One: 1\r\n", "X-One: 2\r\n")
                .doesNotContain("1.2.3.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d", "%0a", "%00"})
    void aSplitResponseIsRefusedWith502(String octet) {
        Answer answer = client.get("/split", "X-Octet: " + octet);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.fields())
                .noneMatch(each -> each.toLowerCase(Locale.ROOT).contains("injected"));
    }

    private static String splitting(String head) {
        String octet = head.contains("%0d") ? "\r" : head.contains("%0a") ? "\n" : "\0";
        return "HTTP/1.1 200 OK\r\nX: a" + octet + "Injected: b\r\nContent-Length: 2\r\n\r\nok";
    }

    private int statusOf(String request) {
        Answer answer = client.send(request).read();
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
        server.linger();
        assertThat(client.closed()).isTrue();
        return answer.status();
    }
}

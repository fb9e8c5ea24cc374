package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RawServer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\nhello";

    @Test
    void bodyWithContentLengthIsHeardWhole() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.body()).isEqualTo("hello");
            assertThat(heard.events).containsExactly("head 200", "body", "end");
            ResponseHead head = heard.awaitHead();
            assertThat(head.bodyBytes()).isEqualTo(5);
            assertThat(Heard.fields(head.headers())).containsExactly("ETag: \"a\"");
        }
    }

    @Test
    void statusThatIsNoneIsHeardAsItCame() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 999 Denied\r\nContent-Length: 2\r\n\r\nno");
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.body()).isEqualTo("no");
            assertThat(heard.awaitHead().status()).isEqualTo(999);
            assertThat(front.get().awaitHead().status()).isEqualTo(999);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void requestHasHostAndNoFramingWhenThereIsNoBody() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            front.get().outcome();
            assertThat(server.heads())
                    .containsExactly("GET /live.json HTTP/1.1\r\nhost: 127.0.0.1:" + server.port() + "\r\n\r\n");
        }
    }

    @Test
    void authorityOfTheRequestIsSentAsHost() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            front.send(new RequestHead(HttpMethod.GET, "/", "api.example.org", new DefaultHttpHeaders(), 0))
                    .outcome();
            assertThat(server.heads().getFirst()).contains("host: api.example.org\r\n");
        }
    }

    @Test
    void postWithoutBodySaysSo() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            front.send(HttpMethod.POST).outcome();
            assertThat(server.heads().getFirst()).contains("content-length: 0\r\n");
        }
    }

    @Test
    void callersHopByHopAndFramingFieldsAreReplaced() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            DefaultHttpHeaders headers = new DefaultHttpHeaders();
            headers.set("Connection", "X-Mine").set("X-Mine", "1").set("Transfer-Encoding", "chunked");
            headers.set("TE", "trailers").set("Host", "evil").set("Accept", "*/*");
            front.send(new RequestHead(HttpMethod.GET, "/", "a", headers, 0)).outcome();
            assertThat(server.heads()).containsExactly("GET / HTTP/1.1\r\nAccept: */*\r\nhost: a\r\n\r\n");
        }
    }

    @Test
    @MayWarn("a defect is told")
    void targetThatIsNoTargetFailsWithoutBeingSent() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            RequestHead head =
                    new RequestHead(HttpMethod.GET, "/ HTTP/1.1\r\nX: y\r\n\r\nGET /", "", new DefaultHttpHeaders(), 0);
            assertThat(front.send(head).outcome()).isEqualTo("failed INTERNAL");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void chunkedBodyAndItsTrailersAreHeard() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Sum: 11\r\nConnection: X-Gone\r\nX-Gone: 1\r\n\r\n";
        try (RawServer server = RawServer.answering(chunked);
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.body()).isEqualTo("hello world");
            assertThat(Heard.fields(heard.trailers)).containsExactly("X-Sum: 11");
            assertThat(heard.awaitHead().bodyBytes()).isEqualTo(-1);
            assertThat(heard.awaitHead().headers().names()).containsExactly("Trailer");
        }
    }

    @Test
    void responseOneByteAtATimeIsHeardWhole() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        peer.drip("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                    }
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("hello");
            assertThat(front.get().body()).isEqualTo("hello");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void bodyWithoutLengthEndsWithTheConnection() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
                });
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.body()).isEqualTo("hello");
            assertThat(heard.outcome()).isEqualTo("end");
            assertThat(heard.awaitHead().bodyBytes()).isEqualTo(-1);
        }
    }

    @Test
    void bodyWithoutLengthThatIsResetFails() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
                    peer.readHead();
                });
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            heard.awaitHead();
            server.resetAll();
            assertThat(heard.outcome()).isEqualTo("failed CLOSED");
        }
    }

    @Test
    void interimResponsesAreForwardedBeforeTheFinalOne() throws Exception {
        try (RawServer server = RawServer.answering(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: X\r\nX: 1\r\n\r\n"
                                + OK);
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.body()).isEqualTo("hello");
            assertThat(heard.events)
                    .containsExactly("informational 100[]", "informational 103[Link: </a>]", "head 200", "body", "end");
            assertThat(front.get().body()).isEqualTo("hello");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void endlessInterimResponsesAreRefused() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 102 Processing\r\n\r\n".repeat(17));
                Front front = Front.of(server)) {
            assertThat(front.get().outcome()).isEqualTo("failed MALFORMED");
        }
    }

    @Test
    void headResponseHasNoBodyButSaysItsLength() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
                Front front = Front.of(server)) {
            Heard heard = front.send(HttpMethod.HEAD);
            assertThat(heard.outcome()).isEqualTo("end");
            assertThat(heard.events).containsExactly("head 200", "end");
            assertThat(heard.awaitHead().bodyBytes()).isEqualTo(5000);
            assertThat(front.send(HttpMethod.HEAD).outcome()).isEqualTo("end");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void noContentAndNotModifiedHaveNoBodyAndKeepTheConnection() throws Exception {
        List<String> answers = List.of(
                "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", OK);
        try (RawServer server = RawServer.start(peer -> {
                    for (String answer : answers) {
                        peer.readHead();
                        peer.send(answer);
                    }
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            Heard none = front.get();
            assertThat(none.outcome()).isEqualTo("end");
            assertThat(none.awaitHead().bodyBytes()).isZero();
            Heard same = front.get();
            assertThat(same.outcome()).isEqualTo("end");
            assertThat(same.awaitHead().bodyBytes()).isEqualTo(9);
            assertThat(front.get().body()).isEqualTo("hello");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void hopByHopFieldsOfTheResponseAreNotHeard() throws Exception {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\n"
                + "Keep-Alive: timeout=5\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nProxy-Authenticate: Basic\r\n"
                + "X-End: 1\r\n\r\n";
        try (RawServer server = RawServer.answering(response);
                Front front = Front.of(server)) {
            assertThat(front.get().awaitHead().headers().names()).containsExactly("X-End");
        }
    }

    @Test
    void connectionTakesNothingAwayThatCachesGoBy() throws Exception {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Vary, cache-control, X-Hop\r\n"
                + "Vary: Cookie\r\nCache-Control: private\r\nX-Hop: 1\r\n\r\n";
        try (RawServer server = RawServer.answering(response);
                Front front = Front.of(server)) {
            assertThat(front.get().awaitHead().headers().names()).containsExactly("Vary", "Cache-Control");
        }
    }
}

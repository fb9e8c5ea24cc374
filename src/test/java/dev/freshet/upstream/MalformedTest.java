package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.RawServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello!",
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length garbage: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n\tContent-Length: 7\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n X: a\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX Y: a\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX\u0000: a\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nX: a\nContent-Length: 0\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                " HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/0.9 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 +20 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2p1\r\n",
                "<html>not http at all</html>\r\n\r\n",
            })
    void headThatMayBeReadInTwoWaysIsRefused(String response) throws Exception {
        try (RawServer server = RawServer.answering(response);
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.outcome()).isEqualTo("failed MALFORMED");
            assertThat(heard.events).containsExactly("failed MALFORMED");
            Front.await(() -> front.openConnections() == 0);
            assertThat(front.faults("malformed")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhelloXX",
                "5\r\nhello\n0\r\n\r\n",
                "zz\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5 x\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "fffffffff\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nno colon\r\n\r\n",
            })
    void garbageInAChunkedBodyFailsTheExchange(String body) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
                Front front = Front.of(server)) {
            Heard heard = front.get();
            assertThat(heard.outcome()).isEqualTo("failed MALFORMED");
            assertThat(heard.events).startsWith("head 200").doesNotContain("end");
            Front.await(() -> front.openConnections() == 0);
        }
    }

    @Test
    void foldedLineIsRefusedHoweverTheHeadIsCutIntoReads() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.drip("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n");
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            assertThat(front.get().outcome()).isEqualTo("failed MALFORMED");
        }
    }

    @Test
    void foldedLineIsRefusedInTheSecondResponseToo() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\n ");
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n");
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("\n ");
            assertThat(front.get().outcome()).isEqualTo("failed MALFORMED");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void headLargerThanTheLimitIsRefused() throws Exception {
        String field = "X: " + "y".repeat(1000) + "\r\n";
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n" + field.repeat(70) + "\r\n");
                Front front = Front.of(server)) {
            assertThat(front.get().outcome()).isEqualTo("failed MALFORMED");
        }
    }

    @Test
    void headJustWithinTheLimitIsHeard() throws Exception {
        String field = "X: " + "y".repeat(1000) + "\r\n";
        String response = "HTTP/1.1 200 OK\r\n" + field.repeat(60) + "Content-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.answering(response);
                Front front = Front.of(server)) {
            assertThat(front.get().outcome()).isEqualTo("end");
        }
    }

    @Test
    void statusLineLargerThanTheLimitIsRefused() throws Exception {
        try (RawServer server =
                        RawServer.answering("HTTP/1.1 200 " + "x".repeat(9000) + "\r\nContent-Length: 0\r\n\r\n");
                Front front = Front.of(server)) {
            assertThat(front.get().outcome()).isEqualTo("failed MALFORMED");
        }
    }
}

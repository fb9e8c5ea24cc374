package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Timeouts;
import dev.freshet.testing.RawServer;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UpstreamTlsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static TestCa ca;

    @BeforeAll
    static void makeAuthority() throws Exception {
        ca = new TestCa();
    }

    @Test
    void requestsGoOverOneTlsConnection() throws Exception {
        try (RawServer server = RawServer.start(ca.listen("localhost"), UpstreamTlsTest::answerAll);
                Front front = secure(server, Front.PATIENT, ca)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(server.heads().getFirst()).contains("host: localhost:" + server.port() + "\r\n");
        }
    }

    @Test
    void certificateForAnotherHostFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(ca.listen("other.example"), UpstreamTlsTest::answerAll);
                Front front = secure(server, Front.PATIENT, ca)) {
            assertThat(front.get().outcome()).isEqualTo("failed TLS");
            assertThat(server.heads()).isEmpty();
            assertThat(front.openConnections()).isZero();
            assertThat(front.faults("tls")).isEqualTo(1);
        }
    }

    @Test
    void certificateOfAnUnknownAuthorityFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(ca.listen("localhost"), UpstreamTlsTest::answerAll);
                Front front = secure(server, Front.PATIENT, new TestCa())) {
            assertThat(front.get().outcome()).isEqualTo("failed TLS");
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void serverThatDoesNotShakeHandsInTimeFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Front front = secure(server, new Timeouts(Front.SHORT, Front.LONG, Front.LONG), ca)) {
            assertThat(front.get().outcome()).isEqualTo("failed CONNECT_TIMEOUT");
            assertThat(front.openConnections()).isZero();
        }
    }

    @Test
    void serverThatSpeaksNoTlsFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"));
                Front front = secure(server, Front.PATIENT, ca)) {
            assertThat(front.get().outcome()).isEqualTo("failed TLS");
        }
    }

    @Test
    void bodyWithoutLengthThatEndsWithCloseNotifyIsWhole() throws Exception {
        try (RawServer server = RawServer.start(ca.listen("localhost"), peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
                });
                Front front = secure(server, Front.PATIENT, ca)) {
            Heard heard = front.get();
            assertThat(heard.body()).isEqualTo("hello");
            assertThat(heard.outcome()).isEqualTo("end");
        }
    }

    @Test
    void bodyWithoutLengthThatEndsWithoutCloseNotifyIsTruncated() throws Exception {
        try (RawServer tls = RawServer.start(ca.listen("localhost"), peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
                    peer.stall();
                });
                CuttingProxy proxy = new CuttingProxy(tls.port());
                Front front = secure(proxy.port(), Front.PATIENT, ca)) {
            Heard heard = new Heard();
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            Front.await(() -> heard.bodyBytes.get() == 5);
            proxy.cut();
            assertThat(heard.outcome()).isEqualTo("failed CLOSED");
        }
    }

    @Test
    void bigBodyComesWholeOverTls() throws Exception {
        int bytes = 8 << 20;
        try (RawServer server = RawServer.start(ca.listen("localhost"), peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
                    peer.send(new byte[bytes]);
                    peer.awaitClosed();
                });
                Front front = secure(server, Front.PATIENT, ca)) {
            Heard heard = new Heard();
            heard.onHead = _ -> heard.exchange.pause();
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            heard.awaitHead();
            front.onLoop(heard.exchange::resume);
            assertThat(heard.outcome()).isEqualTo("end");
            assertThat(heard.bodyBytes.get()).isEqualTo(bytes);
        }
    }

    private static void answerAll(RawServer.Peer peer) throws java.io.IOException {
        while (peer.readHead() != null) {
            peer.send(OK);
        }
    }

    private static Front secure(RawServer server, Timeouts timeouts, TestCa trusted) throws Exception {
        return secure(server.port(), timeouts, trusted);
    }

    private static Front secure(int port, Timeouts timeouts, TestCa trusted) throws Exception {
        return Front.secure(timeouts, URI.create("https://localhost:" + port), new TestTls(trusted.certificate));
    }
}

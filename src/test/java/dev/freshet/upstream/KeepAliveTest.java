package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Timeouts;
import dev.freshet.testing.RawServer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void requestsOneAfterAnotherShareAConnection() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            for (int i = 0; i < 5; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(front.openConnections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X, Close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokX",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokH",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + OK,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n\r\n",
            })
    void connectionIsNotUsedAgainAfter(String response) throws Exception {
        try (RawServer server = RawServer.answering(response);
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            Front.await(() -> front.openConnections() == 0);
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void whatABurstHasOpenedIsClosedAgainButForSome() throws Exception {
        CountDownLatch burst = new CountDownLatch(10);
        try (RawServer server = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        burst.countDown();
                        burst.await();
                        peer.send(OK);
                    }
                });
                Front front = Front.keeping(3, server)) {
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Heard heard = new Heard();
                front.open(Front.request(HttpMethod.GET, 0), heard, true);
                all.add(heard);
            }
            for (Heard each : all) {
                assertThat(each.body()).isEqualTo("ok");
            }
            Front.await(() -> front.openConnections() == 3);
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(10);
        }
    }

    @Test
    void idleConnectionTheServerClosesIsDroppedSilently() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            server.closeAll();
            Front.await(() -> front.openConnections() == 0);
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.faults("closed")).isZero();
        }
    }

    @Test
    void idleConnectionTheServerResetsIsDroppedSilently() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            server.resetAll();
            Front.await(() -> front.openConnections() == 0);
            assertThat(front.get().body()).isEqualTo("ok");
        }
    }

    @Test
    void idleConnectionThatSaysSomethingIsClosed() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send(OK);
                    answered.await();
                    peer.send("HTTP/1.1 408 Request Timeout\r\n\r\n");
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.openConnections()).isEqualTo(1);
            answered.countDown();
            Front.await(() -> front.openConnections() == 0);
        }
    }

    @Test
    void idleConnectionIsClosedAfterItsTime() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(8, new Timeouts(Front.LONG, Front.LONG, Front.SHORT), server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.openConnections()).isEqualTo(1);
            Front.await(() -> front.openConnections() == 0);
        }
    }

    @Test
    void getOnAConnectionThatDiedMeanwhileIsSentAgain() throws Exception {
        try (RawServer server = closingInsteadOfASecondAnswer();
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(server.heads()).hasSize(3);
            assertThat(front.faults("closed")).isZero();
        }
    }

    @Test
    void getOnAConnectionThatIsResetIsSentAgain() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send(OK);
                    peer.readHead();
                    peer.reset();
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void postOnAConnectionThatDiedMeanwhileIsNotSentAgain() throws Exception {
        try (RawServer server = closingInsteadOfASecondAnswer();
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.send(HttpMethod.POST).outcome()).isEqualTo("failed CLOSED");
            assertThat(server.heads()).hasSize(2);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void putWhoseBodyWasSentIsNotSentAgain() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send(OK);
                    peer.readHead();
                    peer.read(4);
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.PUT, 4), heard, false);
            front.onLoop(() -> {
                exchange.write(Unpooled.copiedBuffer("data", StandardCharsets.ISO_8859_1));
                exchange.end(EmptyHttpHeaders.INSTANCE);
            });
            assertThat(heard.outcome()).isEqualTo("failed CLOSED");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void putWhoseBodyWasNotSentYetIsSentAgain() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    if (peer.number() == 1) {
                        peer.send(OK);
                        peer.readHead();
                    } else {
                        peer.read(4);
                        peer.send(OK);
                        peer.awaitClosed();
                    }
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.PUT, 4), heard, false);
            Front.await(() -> heard.writables.get() == 1);
            front.onLoop(() -> {
                exchange.write(Unpooled.copiedBuffer("data", StandardCharsets.ISO_8859_1));
                exchange.end(EmptyHttpHeaders.INSTANCE);
            });
            assertThat(heard.body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void getIsNotSentAgainOnceAByteOfTheResponseCame() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send(OK);
                    peer.readHead();
                    peer.send("H");
                });
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(front.get().outcome()).isEqualTo("failed CLOSED");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void getOnAFreshConnectionThatIsClosedIsSentAgainOnce() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::readHead);
                Front front = Front.of(server)) {
            assertThat(front.get().outcome()).isEqualTo("failed CLOSED");
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(front.faults("closed")).isEqualTo(1);
            assertThat(front.retries("closed")).isEqualTo(1);
        }
    }

    @Test
    void postOnAFreshConnectionThatIsClosedIsNotSentAgain() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::readHead);
                Front front = Front.of(server)) {
            assertThat(front.send(HttpMethod.POST).outcome()).isEqualTo("failed CLOSED");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void closedUpstreamClosesIdleConnectionsAndRefusesExchanges() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            assertThat(front.get().body()).isEqualTo("ok");
            front.upstream.close();
            Front.await(() -> front.openConnections() == 0);
            assertThat(front.get().outcome()).isEqualTo("failed STOPPING");
        }
    }

    @Test
    void closedUpstreamLetsExchangesInFlightFinish() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer server = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        asked.countDown();
                        go.await();
                        peer.send(OK);
                    }
                });
                Front front = Front.of(1, Front.PATIENT, server)) {
            Heard carried = front.get();
            Heard waiting = front.get();
            asked.await();
            front.upstream.close();
            go.countDown();
            assertThat(carried.body()).isEqualTo("ok");
            assertThat(waiting.body()).isEqualTo("ok");
            Front.await(() -> front.openConnections() == 0);
        }
    }

    private static RawServer closingInsteadOfASecondAnswer() {
        return RawServer.start(peer -> {
            peer.readHead();
            peer.send(OK);
            peer.readHead();
        });
    }
}

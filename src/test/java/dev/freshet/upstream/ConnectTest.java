package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Timeouts;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RawServer;
import dev.freshet.testing.RefusingPort;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Timeouts SHORT_CONNECT = new Timeouts(Front.SHORT, Front.LONG, Front.LONG);

    @Test
    void refusedConnectionFailsTheExchange() throws Exception {
        try (RefusingPort nobody = RefusingPort.open();
                Front front = Front.of(8, Front.PATIENT, List.of(nobody.uri()))) {
            Heard heard = front.get();
            assertThat(heard.outcome()).isEqualTo("failed CONNECT");
            assertThat(heard.fault.detail()).endsWith(": connection refused");
            assertThat(front.openConnections()).isZero();
            assertThat(front.faults("connect")).isEqualTo(1);
        }
    }

    @Test
    void unknownHostFailsTheExchange() throws Exception {
        try (Front front = Front.of(8, SHORT_CONNECT, List.of(URI.create("http://no-such-host.invalid:80")))) {
            assertThat(front.get().outcome()).startsWith("failed CONNECT");
        }
    }

    @Test
    void hostNameIsResolved() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(8, Front.PATIENT, List.of(URI.create("http://localhost:" + server.port())))) {
            assertThat(front.get().body()).isEqualTo("ok");
            assertThat(server.heads().getFirst()).contains("host: localhost:" + server.port() + "\r\n");
        }
    }

    @Test
    @MayWarn("it may be ejected")
    void serverThatCannotBeReachedIsReplacedByTheOther() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                RefusingPort nobody = RefusingPort.open();
                Front front = Front.of(8, Front.PATIENT, List.of(nobody.uri(), Front.uri(server)))) {
            for (int i = 0; i < 10; i++) {
                assertThat(front.get().body()).isEqualTo("ok");
            }
            assertThat(front.faults("connect")).isZero();
        }
    }

    @Test
    void noMoreThanOneOtherServerIsTried() throws Exception {
        try (RefusingPort one = RefusingPort.open();
                RefusingPort two = RefusingPort.open();
                RefusingPort three = RefusingPort.open();
                Front front = Front.of(8, Front.PATIENT, List.of(one.uri(), two.uri(), three.uri()))) {
            assertThat(front.get().outcome()).isEqualTo("failed CONNECT");
        }
    }

    @Test
    void connectionThatIsNotMadeInTimeFailsTheExchange() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<java.net.Socket> fillers = new ArrayList<>();
            try (Front front =
                    Front.of(64, SHORT_CONNECT, List.of(URI.create("http://127.0.0.1:" + full.getLocalPort())))) {
                for (int i = 0; i < 8; i++) {
                    java.net.Socket filler = new java.net.Socket();
                    fillers.add(filler);
                    Thread.ofVirtual().start(() -> {
                        try {
                            filler.connect(full.getLocalSocketAddress());
                        } catch (java.io.IOException _) {
                            // Closed at the end of the test.
                        }
                    });
                }
                Front.await(() ->
                        fillers.stream().filter(java.net.Socket::isConnected).count() >= 2);
                assertThat(front.get().outcome()).isEqualTo("failed CONNECT_TIMEOUT");
                assertThat(front.openConnections()).isZero();
            } finally {
                for (java.net.Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @Test
    void exchangesBeyondTheConnectionsWaitTheirTurn() throws Exception {
        Semaphore go = new Semaphore(0);
        try (RawServer server = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        go.acquire();
                        peer.send(OK);
                    }
                });
                Front front = Front.of(2, Front.PATIENT, server)) {
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(front.get());
            }
            Front.await(() -> server.heads().size() == 2);
            assertThat(front.openConnections()).isEqualTo(2);
            go.release(10);
            for (Heard each : all) {
                assertThat(each.body()).isEqualTo("ok");
            }
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void exchangesBeyondTheQueueAreRefused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer server = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        go.await();
                        peer.send(OK);
                    }
                });
                Front front = Front.of(1, Front.PATIENT, server)) {
            List<Heard> queued = new ArrayList<>();
            for (int i = 0; i <= 1024; i++) {
                queued.add(front.get());
            }
            Heard refused = front.get();
            assertThat(refused.outcome()).isEqualTo("failed OVERLOADED");
            assertThat(front.faults("overloaded")).isEqualTo(1);
            go.countDown();
            for (Heard each : queued) {
                assertThat(each.body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void exchangeThatWaitsTooLongForAConnectionIsRefused() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.stall();
                });
                Front front = Front.of(1, SHORT_CONNECT, server)) {
            Heard carried = front.get();
            Front.await(() -> server.heads().size() == 1);
            assertThat(front.get().outcome()).isEqualTo("failed OVERLOADED");
            assertThat(carried.over).isNotDone();
        }
    }

    @Test
    void cancelledExchangeGivesUpItsPlaceInTheQueue() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer server = RawServer.start(peer -> {
                    while (peer.readHead() != null) {
                        go.await();
                        peer.send(OK);
                    }
                });
                Front front = Front.of(1, Front.PATIENT, server)) {
            Heard carried = front.get();
            Heard cancelled = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.GET, 0), cancelled, true);
            Heard last = front.get();
            front.onLoop(exchange::cancel);
            go.countDown();
            assertThat(carried.body()).isEqualTo("ok");
            assertThat(last.body()).isEqualTo("ok");
            assertThat(cancelled.events).isEmpty();
            assertThat(server.heads()).hasSize(2);
        }
    }

    @Test
    void connectionMadeForACancelledExchangeServesTheNext() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(1, Front.PATIENT, server)) {
            Heard cancelled = new Heard();
            Heard next = new Heard();
            front.onLoop(() -> {
                front.upstream
                        .open(front.loop, Front.request(HttpMethod.GET, 0), cancelled)
                        .cancel();
                front.upstream
                        .open(front.loop, Front.request(HttpMethod.GET, 0), next)
                        .end(io.netty.handler.codec.http.EmptyHttpHeaders.INSTANCE);
            });
            assertThat(next.body()).isEqualTo("ok");
            assertThat(cancelled.events).isEmpty();
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void requestsAreSpreadOverTheServers() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RawServer.Script waiting = peer -> {
            while (peer.readHead() != null) {
                go.await();
                peer.send(OK);
            }
        };
        try (RawServer one = RawServer.start(waiting);
                RawServer two = RawServer.start(waiting);
                Front front = Front.of(8, Front.PATIENT, one, two)) {
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(front.get());
            }
            Front.await(() -> one.heads().size() == 4 && two.heads().size() == 4);
            go.countDown();
            for (Heard each : all) {
                assertThat(each.body()).isEqualTo("ok");
            }
        }
    }
}

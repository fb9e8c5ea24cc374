package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.UpstreamConfig.Timeouts;
import dev.freshet.testing.RawServer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    private static final Timeouts SHORT_RESPONSE = new Timeouts(Front.LONG, Front.SHORT, Front.LONG);
    private static final long TICK_MILLIS = 20;
    private static final long LONGER_MILLIS = 3 * Front.SHORT.toMillis();

    @Test
    void headThatDoesNotComeFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.stall();
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            Heard heard = front.get();
            assertThat(heard.outcome()).isEqualTo("failed RESPONSE_TIMEOUT");
            assertThat(front.openConnections()).isZero();
            assertThat(front.faults("response-timeout")).isEqualTo(1);
        }
    }

    @Test
    void headThatTricklesWithoutEndFailsTheExchange() throws Exception {
        Semaphore ticks = new Semaphore(0);
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n");
                    while (true) {
                        ticks.acquire();
                        peer.send("X: y\r\n");
                    }
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            tick(front, ticks);
            assertThat(front.get().outcome()).isEqualTo("failed RESPONSE_TIMEOUT");
        }
    }

    @Test
    void interimResponsesDoNotPutTheHeadOff() throws Exception {
        Semaphore ticks = new Semaphore(0);
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    while (true) {
                        ticks.acquire(5);
                        peer.send("HTTP/1.1 103 Early Hints\r\n\r\n");
                    }
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            tick(front, ticks);
            assertThat(front.get().outcome()).isEqualTo("failed RESPONSE_TIMEOUT");
        }
    }

    @Test
    void bodyThatKeepsComingMayTakeLongerThanTheTimeout() throws Exception {
        int parts = (int) (2 * LONGER_MILLIS / TICK_MILLIS);
        Semaphore ticks = new Semaphore(0);
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + parts + "\r\n\r\n");
                    for (int i = 0; i < parts; i++) {
                        ticks.acquire();
                        peer.send("x");
                    }
                    peer.awaitClosed();
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            tick(front, ticks);
            assertThat(front.get().body()).hasSize(parts);
        }
    }

    @Test
    void bodyThatStallsFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    peer.stall();
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            Heard heard = front.get();
            assertThat(heard.outcome()).isEqualTo("failed RESPONSE_TIMEOUT");
            assertThat(heard.events).containsExactly("head 200", "body", "failed RESPONSE_TIMEOUT");
        }
    }

    @Test
    void serversTimeDoesNotRunWhileTheResponseIsPaused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    go.await();
                    peer.send("world");
                    peer.awaitClosed();
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            Heard heard = new Heard();
            heard.onHead = _ -> heard.exchange.pause();
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            heard.awaitHead();
            afterAWhile(front);
            assertThat(heard.over).isNotDone();
            go.countDown();
            front.onLoop(heard.exchange::resume);
            assertThat(heard.body()).isEqualTo("helloworld");
        }
    }

    @Test
    void serversTimeDoesNotRunWhileTheRequestIsUnfinished() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.read(1);
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    peer.awaitClosed();
                });
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.POST, 1), heard, false);
            Front.await(() -> heard.writables.get() == 1);
            afterAWhile(front);
            assertThat(heard.over).isNotDone();
            front.onLoop(() -> {
                exchange.write(Unpooled.copiedBuffer("!", java.nio.charset.StandardCharsets.ISO_8859_1));
                exchange.end(EmptyHttpHeaders.INSTANCE);
            });
            assertThat(heard.body()).isEqualTo("ok");
        }
    }

    @Test
    void serverThatDoesNotReadTheRequestFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Front front = Front.of(8, SHORT_RESPONSE, server)) {
            Heard heard = new Heard();
            heard.onWritable = () -> {
                while (heard.exchange.writable()) {
                    heard.exchange.write(Unpooled.wrappedBuffer(new byte[16 * 1024]));
                }
            };
            front.open(Front.request(HttpMethod.POST, -1), heard, false);
            assertThat(heard.outcome()).isEqualTo("failed RESPONSE_TIMEOUT");
        }
    }

    /** Gives a permit now and then. */
    private static void tick(Front front, Semaphore ticks) {
        front.loop.scheduleAtFixedRate(ticks::release, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Lets several response timeouts pass on the loop's own clock. */
    private static void afterAWhile(Front front) throws Exception {
        front.loop.schedule(() -> {}, LONGER_MILLIS, TimeUnit.MILLISECONDS).get();
    }
}

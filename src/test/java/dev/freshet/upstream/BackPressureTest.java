package dev.freshet.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.MayWarn;
import dev.freshet.testing.RawServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackPressureTest {
    private static final int PART = 64 * 1024;
    private static final long BIG = 64L << 20;
    /** More than the kernel's buffers of both ends hold, and much less than a big body. */
    private static final long BOUND = 24L << 20;

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void pausedResponseIsNotReadAndComesWholeAfterwards() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + BIG + "\r\n\r\n");
                    for (long left = BIG; left > 0; left -= PART) {
                        peer.send(new byte[PART]);
                        sent.set(peer.sent());
                    }
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            heard.onHead = _ -> heard.exchange.pause();
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            heard.awaitHead();
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(BOUND);
            assertThat(heard.bodyBytes.get()).isLessThanOrEqualTo(2 * PART);
            front.onLoop(heard.exchange::resume);
            assertThat(heard.outcome()).isEqualTo("end");
            assertThat(heard.bodyBytes.get()).isEqualTo(BIG);
        }
    }

    @Test
    void bigRequestBodyWaitsForASlowServerAndArrivesWhole() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    read.await();
                    for (long left = BIG; left > 0; left -= PART) {
                        peer.read(PART);
                        received.addAndGet(PART);
                    }
                    peer.send(OK);
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            AtomicLong written = new AtomicLong();
            Heard heard = new Heard();
            heard.onWritable = () -> writeWhileWritable(heard.exchange, written);
            front.open(Front.request(HttpMethod.PUT, BIG), heard, false);
            awaitStandstill(written);
            assertThat(written.get()).isPositive().isLessThan(BOUND);
            read.countDown();
            assertThat(heard.body()).isEqualTo("ok");
            assertThat(received.get()).isEqualTo(BIG);
            assertThat(server.heads().getFirst()).contains("content-length: " + BIG + "\r\n");
            assertThat(front.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void bodyOfUnknownLengthIsSentChunkedWithItsTrailers() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    body.complete(peer.readChunked());
                    peer.send(OK);
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.POST, -1), heard, false);
            front.onLoop(() -> {
                exchange.write(text("hello"));
                exchange.write(Unpooled.EMPTY_BUFFER);
                exchange.write(text(" world"));
                exchange.end(EmptyHttpHeaders.INSTANCE);
            });
            assertThat(heard.body()).isEqualTo("ok");
            assertThat(body.get()).isEqualTo("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(server.heads().getFirst()).contains("transfer-encoding: chunked\r\n");
        }
    }

    @Test
    void trailersOfTheRequestAreSent() throws Exception {
        CompletableFuture<String> tail = new CompletableFuture<>();
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    tail.complete(peer.readHead());
                    peer.send(OK);
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.POST, -1), heard, false);
            front.onLoop(() ->
                    exchange.end(new DefaultHttpHeaders().set("X-Sum", "0").set("Content-Length", "9")));
            assertThat(heard.body()).isEqualTo("ok");
            assertThat(tail.get()).isEqualTo("0\r\nX-Sum: 0\r\n\r\n");
        }
    }

    @Test
    void exchangeIsNotWritableBeforeItsConnectionIsThere() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            boolean early = front.onLoop(() -> front.upstream
                    .open(front.loop, Front.request(HttpMethod.POST, 10), heard)
                    .writable());
            assertThat(early).isFalse();
            Front.await(() -> heard.writables.get() == 1);
        }
    }

    @Test
    void bodyWrittenBeforeTheConnectionIsThereIsBounded() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            front.onLoop(() -> {
                Exchange exchange = front.upstream.open(front.loop, Front.request(HttpMethod.POST, -1), heard);
                for (int i = 0; i <= PendingBody.MAX_BYTES / PART; i++) {
                    exchange.write(PooledByteBufAllocator.DEFAULT.buffer(PART).writeZero(PART));
                }
            });
            assertThat(heard.outcome()).isEqualTo("failed OVERLOADED");
        }
    }

    @Test
    void bodyLongerThanDeclaredIsNotSent() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.POST, 4), heard, false);
            front.onLoop(() -> exchange.write(text("hello")));
            assertThat(heard.outcome()).isEqualTo("failed INTERNAL");
        }
    }

    @Test
    void bodyShorterThanDeclaredFailsTheExchange() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Peer::stall);
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.POST, 6), heard, false);
            front.onLoop(() -> {
                exchange.write(text("hello"));
                exchange.end(EmptyHttpHeaders.INSTANCE);
            });
            assertThat(heard.outcome()).isEqualTo("failed INTERNAL");
        }
    }

    @Test
    void answerBeforeTheEndOfTheRequestIsHeardAndTheConnectionCloses() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
                    peer.awaitClosed();
                });
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            Exchange exchange = front.open(Front.request(HttpMethod.POST, BIG), heard, false);
            assertThat(heard.body()).isEqualTo("no");
            Front.await(() -> front.openConnections() == 0);
            front.onLoop(() -> exchange.write(text("late")));
            assertThat(heard.events).containsExactly("head 413", "body", "end");
        }
    }

    @Test
    void answerOfAServerThatStopsReadingAndClosesIsHeard() throws Exception {
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.read(PART);
                    peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                });
                Front front = Front.of(server)) {
            AtomicLong written = new AtomicLong();
            Heard heard = new Heard();
            heard.onWritable = () -> writeWhileWritable(heard.exchange, written);
            front.open(Front.request(HttpMethod.POST, BIG), heard, false);
            assertThat(heard.body()).isEqualTo("no");
            assertThat(heard.outcome()).isEqualTo("end");
        }
    }

    @Test
    void cancelledExchangeClosesItsConnectionAndHearsNothingMore() throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        try (RawServer server = RawServer.start(peer -> {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello");
                    peer.awaitClosed();
                    gone.complete(null);
                });
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            heard.onHead = _ -> heard.exchange.cancel();
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            gone.get(Heard.DEADLINE_SECONDS, TimeUnit.SECONDS);
            front.onLoop(heard.exchange::cancel);
            assertThat(heard.events).containsExactly("head 200");
            assertThat(front.openConnections()).isZero();
        }
    }

    @Test
    @MayWarn("a defect is told")
    void listenerThatThrowsFailsItsOwnExchangeOnly() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                Front front = Front.of(server)) {
            Heard heard = new Heard();
            heard.onHead = _ -> {
                throw new IllegalStateException("a defect");
            };
            front.open(Front.request(HttpMethod.GET, 0), heard, true);
            assertThat(heard.outcome()).isEqualTo("failed INTERNAL");
            assertThat(front.get().body()).isEqualTo("ok");
        }
    }

    private static void writeWhileWritable(Exchange exchange, AtomicLong written) {
        while (exchange.writable() && written.get() < BIG) {
            ByteBuf part = PooledByteBufAllocator.DEFAULT.buffer(PART).writeZero(PART);
            exchange.write(part);
            if (written.addAndGet(PART) == BIG) {
                exchange.end(EmptyHttpHeaders.INSTANCE);
            }
        }
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Waits until the counter has moved and then stood still for a while. */
    private static void awaitStandstill(AtomicLong counter) {
        Front.await(() -> counter.get() > 0);
        AtomicLong seen = new AtomicLong(-1);
        AtomicLong since = new AtomicLong(System.nanoTime());
        Front.await(() -> {
            long now = counter.get();
            if (seen.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > TimeUnit.MILLISECONDS.toNanos(300);
        });
    }
}

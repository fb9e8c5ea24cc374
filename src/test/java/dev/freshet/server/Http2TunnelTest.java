package dev.freshet.server;

import static dev.freshet.server.Http2TunnelSite.CANCEL;
import static dev.freshet.server.Http2TunnelSite.CONNECT;
import static dev.freshet.server.Http2TunnelSite.PROTOCOL_ERROR;
import static dev.freshet.server.Http2TunnelSite.accept;
import static dev.freshet.server.Http2TunnelSite.echoOn;
import static dev.freshet.server.Http2TunnelSite.switched;
import static dev.freshet.server.TunnelSite.awaitStill;
import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.RawHttp2.Frame;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of HTTP/2 as a tunnel (RFC 8441 section 5): its flow, its ends, and the connection around it. */
class Http2TunnelTest {
    @TempDir
    Path directory;

    private Http2TunnelSite site;

    @AfterEach
    void stop() throws IOException {
        site.close();
    }

    @Test
    void endStreamEndsOneDirectionAndAFinTheOther() throws Exception {
        serve(peer -> {
            accept(peer, "", "");
            String all = new String(peer.in().readAllBytes());
            peer.send("you said " + all);
        });
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");
        site.client.data(1, false, "this").data(1, true, "");

        assertThat(site.client.data(1, 13)).isEqualTo("you said this");
        Frame last = site.client.next(1);
        assertThat(last.type()).isEqualTo(RawHttp2.DATA);
        assertThat(last.ends()).isTrue();
        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"client\"} 1.0"));
        soon(() -> site.upstreamConnections(0));
    }

    @Test
    void aServerThatHasSaidAllStillHears() throws Exception {
        AtomicReference<String> heard = new AtomicReference<>();
        serve(peer -> {
            accept(peer, "", "bye");
            peer.finish();
            heard.set(new String(peer.in().readAllBytes()));
        });
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");
        assertThat(site.client.data(1, 3)).isEqualTo("bye");
        assertThat(site.client.next(1).ends()).isTrue();

        site.client.data(1, true, "last words");

        soon(() -> "last words".equals(heard.get()));
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @Test
    void aStreamThatIsResetResetsTheUpstream() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve(peer -> {
            accept(peer, "", "");
            peer.awaitClosed();
            closed.countDown();
        });
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");

        site.client.reset(1);

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @Test
    void anUpstreamThatIsResetCancelsTheStream() throws Exception {
        serve(peer -> {
            accept(peer, "", "");
            peer.read(1);
            peer.reset();
        });
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");
        site.client.data(1, false, "x");

        Frame reset = site.client.next(1);

        assertThat(reset.type()).isEqualTo(RawHttp2.RST_STREAM);
        assertThat(reset.error()).isEqualTo(CANCEL);
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @Test
    void aHeaderListInATunnelIsAnErrorOfTheStream() throws Exception {
        serve(Http2TunnelSite::echo);
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");

        site.client.headers(1, true, "x", "y");

        Frame reset = site.client.next(1);
        assertThat(reset.type()).isEqualTo(RawHttp2.RST_STREAM);
        assertThat(reset.error()).isEqualTo(PROTOCOL_ERROR);
    }

    @Test
    void aServerThatDoesNotReadKeepsTheWindowClosed() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        int total = 8 << 20;
        ServerSocket small = new ServerSocket();
        small.setReceiveBufferSize(64 * 1024);
        small.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        site = new Http2TunnelSite(directory, small, peer -> {
            accept(peer, "", "");
            reads.await();
            peer.in().skipNBytes(total);
            peer.send("all");
            peer.stall();
        });
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");
        AtomicLong sent = new AtomicLong();
        RawHttp2Sender sender = new RawHttp2Sender(site.client, 1, total, sent);

        sender.sendUntilBlocked();
        assertThat(sent.get()).isLessThan(6L << 20);
        reads.countDown();
        sender.sendAll();

        assertThat(site.client.data(1, 3)).isEqualTo("all");
    }

    @Test
    void aClientThatOpensNoWindowPausesTheServer() throws Exception {
        long total = 100L << 20;
        AtomicLong sent = new AtomicLong();
        serve(peer -> {
            accept(peer, "", "");
            byte[] part = new byte[1 << 16];
            for (long i = 0; i < total; i += part.length) {
                peer.send(part);
                sent.addAndGet(part.length);
            }
            peer.stall();
        });
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");

        awaitStill(sent);
        assertThat(sent.get()).isLessThan(20L << 20);
        site.client.windowUpdate(0, Integer.MAX_VALUE - 65535).windowUpdate(1, Integer.MAX_VALUE - 65535);

        for (long read = 0; read < total; ) {
            read += site.client.next(1).payload().length;
        }
        soon(() -> sent.get() == total);
    }

    @Test
    void aSilentTunnelKeepsItsConnectionUntilItIsIdleItself() throws Exception {
        serve(Http2TunnelSite::echo);
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");
        for (int minute = 0; minute < 9; minute++) {
            site.server.tick();
            site.server.clock.advance(Duration.ofMinutes(1));
        }
        site.server.tick();
        site.client.data(1, false, "x");
        assertThat(site.client.data(1, 1)).isEqualTo("x");
        site.server.tick();
        site.server.clock.advance(Duration.ofMinutes(11));
        site.server.tick();

        assertThat(site.client.next(1).ends()).isTrue();
        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"idle\"} 1.0"));
    }

    @Test
    void otherStreamsOfTheConnectionGoOnBesideTunnels() throws Exception {
        serve(peer -> {
            String head = peer.readHead();
            if (head.startsWith("GET /chat")) {
                peer.send(switched(head, ""));
                echoOn(peer);
            } else {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        site.server.publish(site.server.live, "{}");
        for (int stream = 1; stream < 20; stream += 2) {
            site.ask(stream, CONNECT);
            assertThat(site.client.next(stream).fields()).contains(":status: 200");
        }
        for (int stream = 1; stream < 20; stream += 2) {
            site.client.data(stream, false, "echo " + stream);
        }
        site.client.headers(21, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/live.json");
        assertThat(site.client.next(21).fields()).contains(":status: 200");
        assertThat(site.server.counted("freshet_tunnels 10.0")).isTrue();
        site.client.data(1, true, "");
        assertThat(site.client.next(1).type()).isEqualTo(RawHttp2.DATA);
    }

    @Test
    void drainingWaitsForTunnelsAndItsEndClosesThem() throws Exception {
        serve(Http2TunnelSite::echo);
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 200");

        var drained = site.server.server().drain();
        Frame farewell = site.client.next(1);
        assertThat(farewell.type()).isEqualTo(RawHttp2.GOAWAY);
        site.client.data(1, false, "x");
        assertThat(site.client.data(1, 1)).isEqualTo("x");
        assertThat(drained).isNotDone();
        site.server.server().release();

        assertThat(site.client.next(1).ends()).isTrue();
        drained.get(20, TimeUnit.SECONDS);
    }

    private void serve(RawServer.Script script) throws Exception {
        site = new Http2TunnelSite(directory, script);
    }
}

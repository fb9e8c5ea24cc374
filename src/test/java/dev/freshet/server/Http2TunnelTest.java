package dev.freshet.server;

import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.RawHttp2.Frame;
import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of HTTP/2 as a tunnel (RFC 8441 section 5): its flow, its ends, and the connection around it. */
class Http2TunnelTest {
    private static final String CONNECT =
            ":method CONNECT|:protocol websocket|:scheme https|:path /chat?x=1|:authority localhost|sec-websocket-version 13";
    private static final int CANCEL = 8;
    private static final int PROTOCOL_ERROR = 1;

    @TempDir
    Path directory;

    private RawServer origin;
    private TunnelSite site;
    private RawHttp2 client;

    @AfterEach
    void stop() throws IOException {
        client.close();
        site.close();
        origin.close();
        assertThat(origin.defects()).isEmpty();
    }

    @Test
    void endStreamEndsOneDirectionAndAFinTheOther() throws Exception {
        serve(peer -> {
            accept(peer, "", "");
            String all = new String(peer.in().readAllBytes());
            peer.send("you said " + all);
        });
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");
        client.data(1, false, "this").data(1, true, "");

        assertThat(client.data(1, 13)).isEqualTo("you said this");
        Frame last = client.next(1);
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
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");
        assertThat(client.data(1, 3)).isEqualTo("bye");
        assertThat(client.next(1).ends()).isTrue();

        client.data(1, true, "last words");

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
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");

        client.reset(1);

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
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");
        client.data(1, false, "x");

        Frame reset = client.next(1);

        assertThat(reset.type()).isEqualTo(RawHttp2.RST_STREAM);
        assertThat(reset.error()).isEqualTo(CANCEL);
        soon(() -> site.server.counted("freshet_tunnels 0.0"));
    }

    @Test
    void aHeaderListInATunnelIsAnErrorOfTheStream() throws Exception {
        serve(Http2TunnelTest::echo);
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");

        client.headers(1, true, "x", "y");

        Frame reset = client.next(1);
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
        serve(small, peer -> {
            accept(peer, "", "");
            reads.await();
            peer.in().skipNBytes(total);
            peer.send("all");
            peer.stall();
        });
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");
        AtomicLong sent = new AtomicLong();
        RawHttp2Sender sender = new RawHttp2Sender(client, 1, total, sent);

        sender.sendUntilBlocked();
        assertThat(sent.get()).isLessThan(6L << 20);
        reads.countDown();
        sender.sendAll();

        assertThat(client.data(1, 3)).isEqualTo("all");
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
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");

        long[] last = {0, System.nanoTime()};
        soon(() -> {
            if (last[0] != sent.get() || sent.get() == 0) {
                last[0] = sent.get();
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 1_000_000_000L;
        });
        assertThat(sent.get()).isLessThan(20L << 20);
        client.windowUpdate(0, Integer.MAX_VALUE - 65535).windowUpdate(1, Integer.MAX_VALUE - 65535);

        for (long read = 0; read < total; ) {
            read += client.next(1).payload().length;
        }
        soon(() -> sent.get() == total);
    }

    @Test
    void aSilentTunnelKeepsItsConnectionUntilItIsIdleItself() throws Exception {
        serve(Http2TunnelTest::echo);
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");
        for (int minute = 0; minute < 9; minute++) {
            site.server.tick();
            site.server.clock.advance(Duration.ofMinutes(1));
        }
        site.server.tick();
        client.data(1, false, "x");
        assertThat(client.data(1, 1)).isEqualTo("x");
        site.server.tick();
        site.server.clock.advance(Duration.ofMinutes(11));

        assertThat(client.next(1).ends()).isTrue();
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
            client.headers(stream, false, split(CONNECT));
            assertThat(client.next(stream).fields()).contains(":status: 200");
        }
        for (int stream = 1; stream < 20; stream += 2) {
            client.data(stream, false, "echo " + stream);
        }
        client.headers(21, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/live.json");
        assertThat(client.next(21).fields()).contains(":status: 200");
        assertThat(site.server.counted("freshet_tunnels 10.0")).isTrue();
        client.data(1, true, "");
        assertThat(client.next(1).type()).isEqualTo(RawHttp2.DATA);
    }

    @Test
    void drainingWaitsForTunnelsAndItsEndClosesThem() throws Exception {
        serve(Http2TunnelTest::echo);
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 200");

        var drained = site.server.server().drain();
        Frame farewell = client.next(1);
        assertThat(farewell.type()).isEqualTo(RawHttp2.GOAWAY);
        client.data(1, false, "x");
        assertThat(client.data(1, 1)).isEqualTo("x");
        assertThat(drained).isNotDone();
        site.server.server().release();

        assertThat(client.next(1).ends()).isTrue();
        drained.get(20, TimeUnit.SECONDS);
    }

    private void connect(int stream, String... more) throws IOException {
        client.headers(
                stream,
                false,
                Stream.concat(
                                Arrays.stream(split(CONNECT)),
                                Arrays.stream(more).flatMap(each -> Arrays.stream(each.split(" ", 2))))
                        .toArray(String[]::new));
    }

    private void serve(RawServer.Script script) throws Exception {
        serve(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), script);
    }

    private void serve(ServerSocket listening, RawServer.Script script) throws Exception {
        origin = RawServer.start(listening, script);
        site = new TunnelSite(Sides.CLIENT_TLS, directory, origin.port());
        client = new RawHttp2(site.server.address());
    }

    private static void echo(RawServer.Peer peer) throws IOException {
        accept(peer, "", "");
        echoOn(peer);
    }

    private static void echoOn(RawServer.Peer peer) throws IOException {
        for (int next = peer.in().read(); next >= 0; next = peer.in().read()) {
            peer.send(new byte[] {(byte) next});
        }
    }

    private static void accept(RawServer.Peer peer, String lines, String first) throws IOException {
        peer.send(switched(peer.readHead(), lines) + first);
    }

    private static String switched(String head, String lines) {
        String lower = head.toLowerCase(Locale.ROOT);
        int key = lower.indexOf("sec-websocket-key: ") + "sec-websocket-key: ".length();
        String accept = new WebSocketKey(head.substring(key, head.indexOf('\r', key))).accept();
        return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n" + lines
                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";
    }

    /** Name, a space, value; fields apart by a bar. */
    private static String[] split(String fields) {
        return Arrays.stream(fields.split("\\|"))
                .flatMap(each -> Arrays.stream(each.split(" ", 2)))
                .toArray(String[]::new);
    }
}

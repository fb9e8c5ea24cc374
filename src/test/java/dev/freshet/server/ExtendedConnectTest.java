package dev.freshet.server;

import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.RawHttp2.Frame;
import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests of HTTP/2 become a WebSocket, and what answers them (RFC 8441), frame by frame. */
class ExtendedConnectTest {
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
    void itIsAnnouncedWhereThereIsSomethingToConnectTo() throws Exception {
        serve(peer -> {});

        Frame settings = client.next();

        assertThat(settings.type()).isEqualTo(RawHttp2.SETTINGS);
        assertThat(settings.payload()).containsSequence(0, 8, 0, 0, 0, 1);
    }

    @Test
    void theUpstreamIsAskedAsHttp1AsksAndBytesGoBothWays() throws Exception {
        serve(peer -> {
            accept(peer, "Sec-WebSocket-Protocol: chat\r\n", "welcome");
            peer.send(new String(peer.read(5)).toUpperCase(Locale.ROOT));
            peer.stall();
        });
        connect(1, "sec-websocket-protocol chat", "origin https://a.example", "cookie a=b", "cookie c=d");

        Frame answer = client.next(1);
        assertThat(answer.fields())
                .contains(":status: 200", "sec-websocket-protocol: chat", "via: 1.1 freshet")
                .noneMatch(each -> each.startsWith("sec-websocket-accept")
                        || each.startsWith("upgrade")
                        || each.startsWith("connection")
                        || each.startsWith("content-length"));
        assertThat(answer.ends()).isFalse();
        assertThat(client.data(1, 7)).isEqualTo("welcome");
        client.data(1, false, "hello");
        assertThat(client.data(1, 5)).isEqualTo("HELLO");
        assertThat(origin.heads().getFirst().toLowerCase(Locale.ROOT))
                .startsWith("get /chat?x=1 http/1.1\r\n")
                .contains(
                        "host: localhost\r\n",
                        "connection: upgrade\r\n",
                        "upgrade: websocket\r\n",
                        "sec-websocket-key: ",
                        "sec-websocket-version: 13\r\n",
                        "sec-websocket-protocol: chat\r\n",
                        "origin: https://a.example\r\n",
                        "cookie: a=b; c=d\r\n",
                        "via: 2 freshet\r\n")
                .doesNotContain("content-length", "transfer-encoding", ":protocol");
        assertThat(site.server.counted("freshet_tunnels 1.0")).isTrue();
    }

    @Test
    void whatTheClientSendsEarlyIsHeldAndArrives() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        AtomicReference<String> early = new AtomicReference<>();
        serve(peer -> {
            String head = peer.readHead();
            sent.await();
            peer.send(switched(head, ""));
            early.set(new String(peer.read(8)));
            peer.send("x");
            peer.stall();
        });
        connect(1);
        client.data(1, false, "earl").data(1, false, "iest");
        sent.countDown();

        assertThat(client.next(1).fields()).contains(":status: 200");
        assertThat(client.data(1, 1)).isEqualTo("x");
        assertThat(early.get()).isEqualTo("earliest");
    }

    @Test
    void anAnswerWithTheWrongKeyIsNoTunnel() throws Exception {
        serve(peer -> {
            peer.readHead();
            peer.send(switched("sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", ""));
            peer.awaitClosed();
        });
        connect(1);

        assertThat(client.next(1).fields()).contains(":status: 502");
        soon(() -> site.upstreamConnections(0));
        assertThat(site.server.counted("freshet_tunnels 0.0")).isTrue();
    }

    @Test
    void anUpstreamThatAnswersInsteadOfSwitchingIsHeardUnlessItSays2xx() throws Exception {
        serve(peer -> {
            while (peer.readHead() instanceof String head) {
                String status = head.contains("/ok") ? "200 OK" : "403 Forbidden";
                peer.send("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
            }
        });
        connect(1);
        client.data(1, false, "frame");
        assertThat(client.next(1).fields()).contains(":status: 403", "content-length: 2");
        assertThat(client.rest(1)).isEqualTo("no");
        assertThat(client.next(1).error()).isZero();

        client.headers(3, false, split(CONNECT.replace("/chat?x=1", "/ok")));
        Frame refused = client.next(3);
        assertThat(refused.fields()).contains(":status: 502", "content-type: application/problem+json");
    }

    @Test
    void anUpstreamThatIsGoneIs502AndTheConnectionGoesOn() throws Exception {
        serve(peer -> {
            if (peer.readHead().startsWith("GET /chat")) {
                peer.send("garbage\r\n\r\n");
            } else {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        connect(1);
        assertThat(client.next(1).fields()).contains(":status: 502");

        client.headers(3, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/x");
        assertThat(client.next(3).fields()).contains(":status: 200");
    }

    @Test
    void anotherProtocolIs501AndAnEndpoint405() throws Exception {
        serve(peer -> {});
        site.server.publish(site.server.live, "{}");
        client.headers(1, false, split(CONNECT.replace("websocket|", "connect-udp|")));
        assertThat(client.next(1).fields()).contains(":status: 501");

        client.headers(3, false, split(CONNECT.replace("/chat?x=1", "/live.json")));
        assertThat(client.next(3).fields()).contains(":status: 405", "allow: GET, HEAD");
        assertThat(origin.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method CONNECT|:authority localhost:443",
                ":method CONNECT|:protocol websocket|:authority localhost",
                ":method CONNECT|:protocol websocket|:scheme https|:authority localhost",
                ":method CONNECT|:protocol websocket|:path /|:authority localhost",
                ":method CONNECT|:protocol websocket|:scheme https|:path /",
                ":method CONNECT|:protocol web socket|:scheme https|:path /|:authority localhost",
                ":method CONNECT|:protocol |:scheme https|:path /|:authority localhost",
                ":method CONNECT|:protocol websocket|:protocol websocket|:scheme https|:path /|:authority localhost",
                ":method GET|:protocol websocket|:scheme https|:path /|:authority localhost",
                ":method CONNECT|:scheme https|:path /|:authority localhost",
                ":method CONNECT|:protocol websocket|:scheme https|:path /|:authority localhost|upgrade websocket",
                ":method CONNECT|:protocol websocket|:scheme https|:path /|:authority localhost|connection upgrade",
            })
    void whatIsNoExtendedConnectIsMalformed(String fields) throws Exception {
        serve(peer -> {});
        client.headers(1, false, split(fields));

        assertThat(client.told(1)).isIn("RST_STREAM 1", "GOAWAY 1");
        assertThat(origin.heads()).isEmpty();
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

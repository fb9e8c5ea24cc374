package dev.freshet.server;

import static dev.freshet.server.Http2TunnelSite.CONNECT;
import static dev.freshet.server.Http2TunnelSite.accept;
import static dev.freshet.server.Http2TunnelSite.switched;
import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.RawHttp2.Frame;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests of HTTP/2 become a WebSocket, and what answers them (RFC 8441), frame by frame. */
class ExtendedConnectTest {
    @TempDir
    Path directory;

    private Http2TunnelSite site;

    @AfterEach
    void stop() throws IOException {
        site.close();
    }

    @Test
    void itIsAnnouncedWhereThereIsSomethingToConnectTo() throws Exception {
        serve(peer -> {});

        Frame settings = site.client.next();

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
        site.connect(1, "sec-websocket-protocol chat", "origin https://a.example", "cookie a=b", "cookie c=d");

        Frame answer = site.client.next(1);
        assertThat(answer.fields())
                .contains(":status: 200", "sec-websocket-protocol: chat", "via: 1.1 freshet")
                .noneMatch(each -> each.startsWith("sec-websocket-accept")
                        || each.startsWith("upgrade")
                        || each.startsWith("connection")
                        || each.startsWith("content-length"));
        assertThat(answer.ends()).isFalse();
        assertThat(site.client.data(1, 7)).isEqualTo("welcome");
        site.client.data(1, false, "hello");
        assertThat(site.client.data(1, 5)).isEqualTo("HELLO");
        assertThat(site.origin.heads().getFirst().toLowerCase(Locale.ROOT))
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
        site.connect(1);
        site.client.data(1, false, "earl").data(1, false, "iest");
        sent.countDown();

        assertThat(site.client.next(1).fields()).contains(":status: 200");
        assertThat(site.client.data(1, 1)).isEqualTo("x");
        assertThat(early.get()).isEqualTo("earliest");
    }

    @Test
    void anAnswerWithTheWrongKeyIsNoTunnel() throws Exception {
        serve(peer -> {
            peer.readHead();
            peer.send(switched("sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", ""));
            peer.awaitClosed();
        });
        site.connect(1);

        assertThat(site.client.next(1).fields()).contains(":status: 502");
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
        site.connect(1);
        site.client.data(1, false, "frame");
        assertThat(site.client.next(1).fields()).contains(":status: 403", "content-length: 2");
        assertThat(site.client.rest(1)).isEqualTo("no");
        assertThat(site.client.next(1).error()).isZero();

        site.ask(3, CONNECT.replace("/chat?x=1", "/ok"));
        Frame refused = site.client.next(3);
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
        site.connect(1);
        assertThat(site.client.next(1).fields()).contains(":status: 502");

        site.client.headers(3, true, ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/x");
        assertThat(site.client.next(3).fields()).contains(":status: 200");
    }

    @Test
    void anotherProtocolIs501AndAnEndpoint405() throws Exception {
        serve(peer -> {});
        site.server.publish(site.server.live, "{}");
        site.ask(1, CONNECT.replace("websocket|", "connect-udp|"));
        assertThat(site.client.next(1).fields()).contains(":status: 501");

        site.ask(3, CONNECT.replace("/chat?x=1", "/live.json"));
        assertThat(site.client.next(3).fields()).contains(":status: 405", "allow: GET, HEAD");
        assertThat(site.origin.heads()).isEmpty();
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
        site.ask(1, fields);

        assertThat(site.client.told(1)).isIn("RST_STREAM 1", "GOAWAY 1");
        assertThat(site.origin.heads()).isEmpty();
    }

    private void serve(RawServer.Script script) throws Exception {
        site = new Http2TunnelSite(directory, script);
    }
}

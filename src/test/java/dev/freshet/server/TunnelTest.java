package dev.freshet.server;

import static dev.freshet.server.TunnelSite.SWITCHED;
import static dev.freshet.server.TunnelSite.UPGRADE;
import static dev.freshet.server.TunnelSite.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawClient;
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
import org.junit.jupiter.params.provider.EnumSource;

/** A connection of HTTP/1.1 that both ends have switched to another protocol. */
class TunnelTest {
    @TempDir
    Path directory;

    private RawServer origin;
    private TunnelSite site;
    private RawClient client;

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        site.close();
        origin.close();
        assertThat(origin.defects()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bytesGoBothWaysAndTheAnswerIsThatOfTheUpstream(Sides sides) throws Exception {
        serve(sides, peer -> {
            peer.readHead();
            peer.send(SWITCHED.replace("\r\n\r\n", "\r\nX-One: 1\r\nKeep-Alive: 5\r\n\r\n") + "welcome");
            peer.send(new String(peer.read(5)).toUpperCase(Locale.ROOT));
            peer.send(peer.read(5));
            peer.stall();
        });
        client = site.client().send(UPGRADE);

        RawClient.Answer answer = client.readHead();

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.field("connection")).isEqualTo("upgrade");
        assertThat(answer.field("upgrade")).isEqualTo("such");
        assertThat(answer.field("x-one")).isEqualTo("1");
        assertThat(answer.field("via")).isEqualTo("1.1 freshet");
        assertThat(answer.field("keep-alive")).isNull();
        assertThat(answer.field("content-length")).isNull();
        assertThat(read(7)).isEqualTo("welcome");
        client.send("hello");
        assertThat(read(5)).isEqualTo("HELLO");
        client.send("again");
        assertThat(read(5)).isEqualTo("again");
        assertThat(origin.heads().getFirst().toLowerCase(Locale.ROOT))
                .contains("connection: upgrade\r\n", "upgrade: such\r\n", "x-forwarded-for: 127.0.0.1\r\n");
    }

    @Test
    void tunnelsAreCounted() throws Exception {
        serve(Sides.PLAIN, TunnelTest::echo);
        client = site.tunnel();
        client.send("12345");
        read(5);

        assertThat(site.server.counted("freshet_tunnels 1.0")).isTrue();
        assertThat(site.server.counted("freshet_tunnel_bytes_total{direction=\"up\"} 5.0"))
                .isTrue();
        assertThat(site.server.counted("freshet_tunnel_bytes_total{direction=\"down\"} 5.0"))
                .isTrue();
        assertThat(site.server.counted(
                        "freshet_requests_total{protocol=\"http/1.1\",status=\"101\",verdict=\"pass\"} 1.0"))
                .isTrue();

        client.close();

        soon(() -> site.server.counted("freshet_tunnels_ended_total{by=\"client\"} 1.0"));
        assertThat(site.server.counted("freshet_tunnels 0.0")).isTrue();
        soon(() -> site.upstreamConnections(0));
    }

    @Test
    void aTunnelTakesNoConnectionFromTheRequests() throws Exception {
        origin = RawServer.start(peer -> {
            while (peer.readHead() instanceof String head) {
                peer.send(head.contains("/chat") ? SWITCHED : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                if (head.contains("/chat")) {
                    for (int next = peer.in().read();
                            next >= 0;
                            next = peer.in().read()) {
                        peer.send(new byte[] {(byte) next});
                    }
                }
            }
        });
        site = new TunnelSite(Sides.PLAIN, directory, origin.port(), TestServer.LIMITS, 1, 100);
        try (RawClient other = site.server.client()) {
            client = site.tunnel();

            assertThat(other.get("/a").text()).isEqualTo("ok");
            assertThat(other.get("/b").text()).isEqualTo("ok");
            client.send("x");
            assertThat(read(1)).isEqualTo("x");
            assertThat(origin.accepted()).isEqualTo(2);
        }
    }

    @Test
    void beyondTheirBoundTunnelsAreRefusedUntilOneCloses() throws Exception {
        origin = RawServer.start(TunnelTest::echo);
        site = new TunnelSite(Sides.PLAIN, directory, origin.port(), TestServer.LIMITS, 64, 1);
        client = site.tunnel();
        try (RawClient other = site.server.client().send(UPGRADE)) {
            assertThat(other.read().status()).isEqualTo(503);

            client.close();
            soon(() -> site.server.counted("freshet_tunnels 0.0"));
            soon(() -> site.upstreamConnections(0));

            assertThat(other.send(UPGRADE).readHead().status()).isEqualTo(101);
        }
    }

    @Test
    void anUpgradeThatFailsGivesItsPlaceBack() throws Exception {
        origin = RawServer.start(peer -> {
            while (peer.readHead() != null) {
                peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            }
        });
        site = new TunnelSite(Sides.PLAIN, directory, origin.port(), TestServer.LIMITS, 64, 1);
        client = site.server.client();

        for (int i = 0; i < 3; i++) {
            assertThat(client.send(UPGRADE).read().status()).isEqualTo(403);
        }
        assertThat(origin.accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentBefore101IsTheFirstThatGoesThrough(Sides sides) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        AtomicReference<String> early = new AtomicReference<>();
        serve(sides, peer -> {
            peer.readHead();
            asked.countDown();
            sent.await();
            peer.send(SWITCHED);
            early.set(new String(peer.read(10)));
            peer.send("done");
            peer.stall();
        });
        client = site.client().send(UPGRADE + "\u0001\u0002GET\r");
        asked.await();
        client.send("\n\r\n/");
        sent.countDown();

        assertThat(client.readHead().status()).isEqualTo(101);
        assertThat(read(4)).isEqualTo("done");
        assertThat(early.get()).isEqualTo("\u0001\u0002GET\r\n\r\n/");
    }

    @Test
    void whereTheUpstreamDoesNotSwitchTheConnectionGoesOn() throws Exception {
        serve(Sides.PLAIN, peer -> {
            while (peer.readHead() instanceof String head) {
                String body = head.substring(4, head.indexOf(" HTTP"));
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
        client = site.client();
        client.send(UPGRADE + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n" + UPGRADE.replace("/chat", "/more"));

        assertThat(client.read().text()).isEqualTo("/chat");
        assertThat(client.read().text()).isEqualTo("/next");
        assertThat(client.read().text()).isEqualTo("/more");
        assertThat(client.get("/last").text()).isEqualTo("/last");
    }

    @Test
    void anUpgradeBehindAnotherRequestWaitsWithWhatFollowsIt() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        serve(Sides.PLAIN, peer -> {
            while (peer.readHead() instanceof String head) {
                if (head.contains("/slow")) {
                    slow.await();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                } else {
                    peer.send(SWITCHED);
                    peer.send(peer.read(9));
                    peer.stall();
                }
            }
        });
        client = site.client();
        client.send("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" + UPGRADE + "GET /x\r\n\r");
        slow.countDown();

        assertThat(client.read().text()).isEqualTo("slow");
        assertThat(client.readHead().status()).isEqualTo(101);
        assertThat(read(9)).isEqualTo("GET /x\r\n\r");
    }

    private static void echo(RawServer.Peer peer) throws IOException {
        peer.readHead();
        peer.send(SWITCHED);
        for (int next = peer.in().read(); next >= 0; next = peer.in().read()) {
            peer.send(new byte[] {(byte) next});
        }
    }

    private void serve(Sides sides, RawServer.Script script) throws Exception {
        origin = TunnelSite.origin(sides, directory, script);
        site = new TunnelSite(sides, directory, origin.port());
    }

    private String read(int bytes) {
        return new String(client.readExactly(bytes));
    }
}

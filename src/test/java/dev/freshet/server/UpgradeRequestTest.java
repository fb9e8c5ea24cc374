package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests may become a tunnel, and which answers make them one (RFC 9110 section 7.8). */
class UpgradeRequestTest {
    @TempDir
    Path directory;

    private volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private RawServer origin;
    private TunnelSite site;
    private RawClient client;

    @BeforeEach
    void serve() throws Exception {
        origin = RawServer.start(peer -> {
            for (String head = peer.readHead(); head != null; head = peer.readHead()) {
                if (head.toLowerCase(Locale.ROOT).contains("content-length: 2\r\n")) {
                    peer.read(2);
                } else if (head.toLowerCase(Locale.ROOT).contains("chunked")) {
                    peer.readChunked();
                }
                peer.send(answer);
            }
        });
        site = new TunnelSite(Sides.PLAIN, directory, origin.port());
        site.server.publish(site.server.live, "{}");
        client = site.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        site.close();
        origin.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Upgrade: websocket | websocket
            Upgrade: websocket, h2c | websocket
            Upgrade: H2C, WebSocket | WebSocket
            Upgrade: foo/2, bar | foo/2, bar
            Upgrade: such,,other | such, other
            Upgrade: TLS/1.3, HTTP/2.0, h2, https, such | such
            """)
    void whatMayBeTunnelledIsAskedFor(String line, String forwarded) {
        client.get("/x", line, "Connection: keep-alive, Upgrade, X-Hop", "X-Hop: 1", "HTTP2-Settings: AAMAAABk");

        assertThat(lastHead())
                .contains("\r\nconnection: upgrade\r\n", "\r\nupgrade: " + forwarded.toLowerCase(Locale.ROOT) + "\r\n")
                .doesNotContain("x-hop", "http2-settings", "keep-alive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: \r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nhi",
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: such\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
            })
    void whatMayNotIsAnOrdinaryRequest(String request) {
        assertThat(client.send(request).read().text()).isEqualTo("ok");

        assertThat(lastHead()).doesNotContain("upgrade", "http2-settings", "\r\nconnection:");
        assertThat(client.get("/next").text()).isEqualTo("ok");
    }

    @Test
    void anEndpointIsAnsweredFromMemoryWhateverIsAsked() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.get("/live.json", "Connection: Upgrade", "Upgrade: websocket")
                            .text())
                    .isEqualTo("{}");
        }
        assertThat(client.get("/live.json").text()).isEqualTo("{}");
        assertThat(origin.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: such, other\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: \r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            })
    void anUpstreamThatSwitchesToWhatWasNotAskedForIs502(String switched) {
        answer = switched;

        assertThat(client.get("/x", "Connection: Upgrade", "Upgrade: such, h2c").status())
                .isEqualTo(502);
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        assertThat(client.get("/y").text()).isEqualTo("ok");
        assertThat(origin.accepted()).isEqualTo(2);
    }

    @Test
    void anUpstreamThatSwitchesUnaskedIs502() {
        answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

        assertThat(client.get("/x").status()).isEqualTo(502);
    }

    @Test
    void anInterimResponseComesBefore101() {
        answer = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                + "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: such\r\n\r\n";
        client.send(TunnelSite.UPGRADE);

        assertThat(client.readHead().status()).isEqualTo(103);
        assertThat(client.readHead().status()).isEqualTo(101);
    }

    @Test
    void anUpgradeIsNotAnsweredFromTheStore() {
        answer = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok";
        client.get("/x");
        assertThat(client.get("/x").field("cache-status")).contains("hit");

        assertThat(client.get("/x", "Connection: Upgrade", "Upgrade: such").field("cache-status"))
                .isEqualTo("freshet; fwd=bypass");
    }

    private String lastHead() {
        return origin.heads().getLast().toLowerCase(Locale.ROOT);
    }
}

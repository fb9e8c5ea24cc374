package dev.freshet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.ConfigurationReader;
import dev.freshet.observe.SystemClock;
import dev.freshet.testing.MayWarn;
import dev.freshet.testing.Patience;
import dev.freshet.testing.RawClient;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels and rules through the whole server, on the event loops that it chooses itself. */
class TunnelStoryTest {
    private static final String UPGRADE =
            "GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: such\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    @MayWarn("the stop deadline passes while a tunnel is open")
    void aTunnelGoesOnUntilTheStopDeadlineAndIsClosedInOrder() throws Exception {
        CompletableFuture<String> upstream = new CompletableFuture<>();
        try (RawServer chat = RawServer.start(peer -> {
                    echo(peer);
                    upstream.complete("closed in order");
                });
                RawServer web = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nweb");
                Freshet freshet = Freshet.start(
                        ConfigurationReader.read(yaml(chat.port(), web.port()), directory.resolve("freshet.yaml")),
                        new SystemClock());
                RawClient client = new RawClient(freshet.addresses().getFirst());
                RawClient other = new RawClient(freshet.addresses().getFirst())) {
            assertThat(other.get("/chatter").text()).isEqualTo("web");
            assertThat(client.send(UPGRADE).readHead().status()).isEqualTo(101);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(freshet::stop);
            assertThat(Patience.until(other::closed, Duration.ofSeconds(20))).isTrue();
            client.send("still");
            assertThat(new String(client.readExactly(5))).isEqualTo("still");
            assertThat(stopped).isNotDone();

            assertThat(client.socket().getInputStream().read())
                    .as("a FIN, no reset")
                    .isEqualTo(-1);
            assertThat(upstream.get(20, TimeUnit.SECONDS)).isEqualTo("closed in order");
            stopped.get(30, TimeUnit.SECONDS);
        }
    }

    private static void echo(RawServer.Peer peer) throws IOException {
        peer.readHead();
        peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: such\r\n\r\n");
        for (int next = peer.in().read(); next >= 0; next = peer.in().read()) {
            peer.send(new byte[] {(byte) next});
        }
    }

    private static String yaml(int chat, int web) {
        return """
                listeners: [ { address: 127.0.0.1:0 } ]
                admin: { address: 127.0.0.1:0 }
                upstreams:
                  chat: { servers: [ http://127.0.0.1:%d ] }
                  web: { servers: [ http://127.0.0.1:%d ] }
                pass:
                  - { path: /chat, upstream: chat }
                  - { upstream: web }
                stop-deadline: 3s
                """.formatted(chat, web);
    }
}

package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets as they are used: the JDK's client, Netty's server, and Freshet in between, plain and over TLS on either side. */
class WebSocketTest {
    private static final int MESSAGES = 2000;

    @TempDir
    Path directory;

    private WebSocketOrigin origin;
    private TunnelSite site;
    private HttpClient client;

    @AfterEach
    void stop() throws IOException {
        client.shutdownNow();
        site.close();
        origin.close();
    }

    @ParameterizedTest
    @EnumSource
    void thousandsOfMessagesGoBothWaysInOrder(Sides sides) throws Exception {
        serve(sides);
        Heard heard = new Heard();
        WebSocket socket = open("/count", heard);

        for (int i = 0; i < MESSAGES; i++) {
            socket.sendText("mine " + i, true).get(20, TimeUnit.SECONDS);
        }

        awaitCount(heard, WebSocketOrigin.COUNT + MESSAGES);
        assertThat(heard.texts.stream().filter(each -> each.startsWith("message")))
                .containsExactlyElementsOf(numbered("message ", WebSocketOrigin.COUNT));
        assertThat(heard.texts.stream().filter(each -> each.startsWith("mine")))
                .containsExactlyElementsOf(numbered("mine ", MESSAGES));
        assertThat(socket.getSubprotocol()).isEqualTo("chat");
    }

    @ParameterizedTest
    @EnumSource
    void aLargeFrameArrivesWhole(Sides sides) throws Exception {
        serve(sides);
        Heard heard = new Heard();
        WebSocket socket = open("/", heard);
        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);

        socket.sendBinary(ByteBuffer.wrap(large), true).get(30, TimeUnit.SECONDS);

        assertThat(Patience.until(() -> heard.bytes() == large.length, Duration.ofSeconds(40)))
                .isTrue();
        assertThat(heard.binary()).isEqualTo(large);
    }

    @ParameterizedTest
    @EnumSource
    void pingsAndTheClosingHandshakeGoThrough(Sides sides) throws Exception {
        serve(sides);
        Heard heard = new Heard();
        WebSocket socket = open("/", heard);

        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).get(20, TimeUnit.SECONDS);
        assertThat(heard.pong.get(20, TimeUnit.SECONDS)).isEqualTo(3);
        socket.sendClose(4321, "enough").get(20, TimeUnit.SECONDS);

        assertThat(heard.closed.get(20, TimeUnit.SECONDS)).isEqualTo("4321 enough");
        assertThat(Patience.until(() -> site.server.counted("freshet_tunnels 0.0"), Duration.ofSeconds(40)))
                .isTrue();
        assertThat(Patience.until(() -> site.upstreamConnections(0), Duration.ofSeconds(20)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "TLS"})
    void aClientThatAsksForNothingMoreGetsTheRestLater(Sides sides) throws Exception {
        serve(sides);
        Heard heard = new Heard();
        heard.greedy = false;
        WebSocket socket = open("/count", heard);
        heard.text.get(20, TimeUnit.SECONDS);
        assertThat(heard.texts).hasSize(1);

        heard.greedy = true;
        socket.request(1);

        awaitCount(heard, WebSocketOrigin.COUNT);
        assertThat(heard.texts).containsExactlyElementsOf(numbered("message ", WebSocketOrigin.COUNT));
    }

    private WebSocket open(String path, Heard heard) throws Exception {
        int port = site.server.address().getPort();
        String scheme = site.sides().client ? "wss" : "ws";
        try {
            return client.newWebSocketBuilder()
                    .subprotocols("chat")
                    .buildAsync(URI.create(scheme + "://localhost:" + port + path), heard)
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("no WebSocket", e.getCause());
        }
    }

    private void serve(Sides sides) throws Exception {
        origin = new WebSocketOrigin(sides.upstream ? directory : null);
        site = new TunnelSite(sides, directory, origin.port());
        client = HttpClient.newBuilder().sslContext(TrustsAnybody.context()).build();
    }

    private static void awaitCount(Heard heard, int count) {
        assertThat(Patience.until(() -> heard.texts.size() >= count, Duration.ofSeconds(50)))
                .as("heard %s of %s", heard.texts.size(), count)
                .isTrue();
    }

    private static List<String> numbered(String text, int count) {
        return IntStream.range(0, count).mapToObj(each -> text + each).toList();
    }

    /** What a client hears. Thread-safe: its queues and futures are. */
    private static final class Heard implements WebSocket.Listener {
        private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<byte[]> parts = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Integer> pong = new CompletableFuture<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();
        private volatile boolean greedy = true;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                text.complete(part.toString());
                part.setLength(0);
            }
            if (greedy || !last) {
                socket.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            parts.add(bytes);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            pong.complete(message.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status + " " + reason);
            return null;
        }

        long bytes() {
            return parts.stream().mapToLong(each -> each.length).sum();
        }

        byte[] binary() {
            ByteBuffer all = ByteBuffer.allocate((int) bytes());
            parts.forEach(all::put);
            return all.array();
        }
    }
}

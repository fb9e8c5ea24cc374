package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TunnelSite.Sides;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An origin of WebSockets, the server before it, and a client that asks for them over HTTP/2 (RFC 8441), frame by frame.
 * Confined to one test; the origin plays its script on threads of its own.
 */
final class Http2TunnelSite implements AutoCloseable {
    /** What asks for a WebSocket: name, a space, value; fields apart by a bar. */
    static final String CONNECT =
            ":method CONNECT|:protocol websocket|:scheme https|:path /chat?x=1|:authority localhost|sec-websocket-version 13";

    static final int PROTOCOL_ERROR = 1;
    static final int CANCEL = 8;

    final RawServer origin;
    final TestServer server;
    final RawHttp2 client;
    private final TunnelSite tunnels;

    Http2TunnelSite(Path directory, RawServer.Script script) throws Exception {
        this(directory, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), script);
    }

    /** The origin listens on {@code listening}. */
    Http2TunnelSite(Path directory, ServerSocket listening, RawServer.Script script) throws Exception {
        origin = RawServer.start(listening, script);
        tunnels = new TunnelSite(Sides.CLIENT_TLS, directory, origin.port());
        server = tunnels.server;
        client = new RawHttp2(server.address());
    }

    /** Asks for a WebSocket, with more fields than it takes. */
    void connect(int stream, String... more) throws IOException {
        ask(stream, Stream.concat(Stream.of(CONNECT), Arrays.stream(more)).toArray(String[]::new));
    }

    /** Sends a header list written as {@link #CONNECT} is, in one part or several. */
    void ask(int stream, String... fields) throws IOException {
        client.headers(
                stream,
                false,
                Arrays.stream(String.join("|", fields).split("\\|"))
                        .flatMap(each -> Arrays.stream(each.split(" ", 2)))
                        .toArray(String[]::new));
    }

    /** As {@link TunnelSite#upstreamConnections}. */
    boolean upstreamConnections(int count) {
        return tunnels.upstreamConnections(count);
    }

    // The origin's part

    /** Agrees, and sends back each byte. */
    static void echo(RawServer.Peer peer) throws IOException {
        accept(peer, "", "");
        echoOn(peer);
    }

    static void echoOn(RawServer.Peer peer) throws IOException {
        for (int next = peer.in().read(); next >= 0; next = peer.in().read()) {
            peer.send(new byte[] {(byte) next});
        }
    }

    /** Agrees with more {@code lines}, and says {@code first} in the same write. */
    static void accept(RawServer.Peer peer, String lines, String first) throws IOException {
        peer.send(switched(peer.readHead(), lines) + first);
    }

    /** What agrees to the request {@code head} (RFC 6455 section 4.2.2). */
    static String switched(String head, String lines) {
        String lower = head.toLowerCase(Locale.ROOT);
        int key = lower.indexOf("sec-websocket-key: ") + "sec-websocket-key: ".length();
        String accept = new WebSocketKey(head.substring(key, head.indexOf('\r', key))).accept();
        return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n" + lines
                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        client.close();
        tunnels.close();
        origin.close();
        assertThat(origin.defects()).isEmpty();
    }
}

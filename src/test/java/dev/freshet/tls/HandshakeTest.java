package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private SSLContext context;
    private TlsConfig config;

    @BeforeEach
    void certificate(@TempDir Path directory) throws Exception {
        TestPki pki = new TestPki(directory);
        config = TestPki.config(pki.issue("server", "EC", "localhost"));
        context = pki.client();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theServersPreferenceDecidesAmongProtocols(String version) throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_2, Protocol.HTTP_1_1);
                TestClient client = TestClient.connect(context, server.port(), null, version, "http/1.1", "h2")) {
            assertThat(client.socket.getApplicationProtocol()).isEqualTo("h2");
            assertThat(server.outcome().protocol()).isEqualTo(Protocol.HTTP_2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfHttp1OnlyGetsHttp1(String version) throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_2, Protocol.HTTP_1_1);
                TestClient client = TestClient.connect(context, server.port(), null, version, "http/1.1")) {
            assertThat(client.line()).isEqualTo("hello http/1.1");
            assertThat(client.socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void aClientWithoutAlpnGetsHttp1() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_2, Protocol.HTTP_1_1);
                TestClient client = TestClient.connect(context, server.port(), null, "TLSv1.3")) {
            assertThat(client.line()).isEqualTo("hello http/1.1");
            assertThat(client.socket.getApplicationProtocol()).isEmpty();
        }
    }

    @Test
    void noProtocolInCommonEndsWithTheAlertOfRfc7301() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_2, Protocol.HTTP_1_1)) {
            assertThatThrownBy(() -> TestClient.connect(context, server.port(), null, "TLSv1.3", "ftp", "h2c"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
            assertThat(server.outcome().reason()).isEqualTo("no protocol in common (expected by ALPN: h2, http/1.1)");
        }
    }

    @Test
    void aListenerOfHttp2OnlyRefusesAClientWithoutAlpn() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_2)) {
            assertThatThrownBy(() -> TestClient.connect(context, server.port(), null, "TLSv1.2"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    void afterTheHandshakeOnlyEncryptionIsInThePipeline() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                TestClient client = TestClient.connect(context, server.port(), null, "TLSv1.3")) {
            assertThat(client.echoed("x")).isEqualTo("hello http/1.1");
            assertThat(server.outcome().handlers()).containsExactly("SslHandler");
        }
    }

    @Test
    void bytesComeBackAsTheyWereSent() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                TestClient client = TestClient.connect(context, server.port(), null, "TLSv1.3")) {
            String long40KiB = "0123456789abcdef".repeat(2560);
            assertThat(client.line()).isEqualTo("hello http/1.1");
            assertThat(client.echoed(long40KiB)).isEqualTo(long40KiB);
        }
    }

    @Test
    void plainHttpIsToldSoAndItsBytesAreNotRepeated() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                Socket plain = connected(server)) {
            plain.getOutputStream().write("GET /secret HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("""
                            HTTP/1.1 400 Bad Request\r
                            content-type: application/problem+json\r
                            content-length: 72\r
                            cache-control: no-store\r
                            connection: close\r
                            \r
                            {"title":"Bad Request","status":400,"detail":"This port speaks HTTPS."}
                            """);
            assertThat(server.outcome().reason()).isEqualTo("what came is not TLS");
        }
    }

    @Test
    void whatIsNeitherTlsNorHttpIsClosedWithoutAWord() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                Socket plain = connected(server)) {
            plain.getOutputStream().write("hello /secret\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(server.outcome().reason()).isEqualTo("what came is not TLS");
            assertClosed(plain);
        }
    }

    @Test
    void aClientThatGoesAwayInTheMiddleIsAFailedHandshake() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1)) {
            try (Socket plain = connected(server)) {
                plain.getOutputStream().write(ClientHellos.TLS_1_3);
                assertThat(plain.getInputStream().read()).isEqualTo(22);
            }
            assertThat(server.outcome().reason()).isEqualTo("the peer closed the connection during the handshake");
        }
    }

    @Test
    void aClientThatDistrustsTheCertificateIsReportedInWords() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1)) {
            assertThatThrownBy(() -> TestClient.connect(SSLContext.getDefault(), server.port(), null, "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
            assertThat(server.outcome().reason()).contains("certificate unknown");
        }
    }

    @Test
    void aProbeThatSaysNothingIsNotReported() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1)) {
            connected(server).close();
            try (TestClient client = TestClient.connect(context, server.port(), null, "TLSv1.3")) {
                assertThat(client.line()).isEqualTo("hello http/1.1");
            }
            assertThat(server.outcome().reason()).isNull();
            assertThat(server.nothingHeard()).isTrue();
        }
    }

    @Test
    void aSilentClientIsClosedAtTheDeadline() throws Exception {
        try (TestServer server = TestServer.start(config, Duration.ofMillis(50));
                Socket plain = connected(server)) {
            assertClosed(plain);
            assertThat(server.outcome().reason()).isEqualTo("no handshake within 50 ms");
        }
    }

    @Test
    void aClientThatStopsInTheMiddleIsClosedAtTheSameDeadline() throws Exception {
        try (TestServer server = TestServer.start(config, Duration.ofMillis(200));
                Socket plain = connected(server)) {
            plain.getOutputStream().write(ClientHellos.TLS_1_3);
            assertThat(server.outcome().reason()).isEqualTo("no handshake within 200 ms");
            assertClosed(plain);
        }
    }

    @Test
    void aClientHelloInSmallPartsIsUnderstood() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                Socket plain = connected(server)) {
            plain.setTcpNoDelay(true);
            for (byte each : ClientHellos.TLS_1_3) {
                plain.getOutputStream().write(each);
                plain.getOutputStream().flush();
            }
            assertThat(plain.getInputStream().read()).isEqualTo(22);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 70, 90, 120})
    void aDamagedClientHelloFails(int where) throws Exception {
        byte[] damaged = ClientHellos.TLS_1_3.clone();
        damaged[where] = (byte) 0xff;
        damaged[where + 1] = (byte) 0xff;
        damaged[where + 2] = (byte) 0xff;
        try (TestServer server = TestServer.start(config, Duration.ofSeconds(1));
                Socket plain = connected(server)) {
            plain.getOutputStream().write(damaged);
            plain.shutdownOutput();
            assertThat(server.outcome().reason()).isNotNull();
            assertClosed(plain);
        }
    }

    @Test
    void aClientCannotRenegotiate() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                TestClient client = TestClient.connect(context, server.port(), null, "TLSv1.2")) {
            assertThat(client.line()).isEqualTo("hello http/1.1");
            client.socket.startHandshake();
            assertThatThrownBy(() -> client.echoed("after a second handshake")).isInstanceOf(IOException.class);
            assertThat(server.outcome().channel().closeFuture().await(20_000)).isTrue();
        }
    }

    private static Socket connected(TestServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Reads to the end, which a reset is too. */
    private static void assertClosed(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.readAllBytes();
        } catch (java.net.SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}

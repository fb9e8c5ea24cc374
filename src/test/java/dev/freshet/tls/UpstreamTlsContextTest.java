package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import dev.freshet.upstream.UpstreamTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamTlsContextTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> greeting = new CompletableFuture<>();
    private TestPki pki;
    private Path ca;

    @BeforeEach
    void authority(@TempDir Path directory) throws Exception {
        pki = new TestPki(directory);
        pki.write("ca.crt", "CERTIFICATE", pki.root.getEncoded());
        ca = pki.file("ca.crt");
    }

    @AfterEach
    void stop() throws Exception {
        channels.forEach(each -> each.close().awaitUninterruptibly());
        Waiting.until(() -> channels.stream().noneMatch(each -> each.isRegistered()));
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void aCertificateForTheHostIsTaken() throws Exception {
        assertThat(handshake(pki.issue("x", "EC", "localhost"), "localhost")).isEmpty();
    }

    @Test
    void aCertificateForTheAddressIsTaken() throws Exception {
        assertThat(handshake(pki.issue("x", "EC", "127.0.0.1"), "127.0.0.1")).isEmpty();
    }

    @Test
    void aCertificateForAnIpv6AddressIsTaken() throws Exception {
        assertThat(handshake(pki.issue("x", "RSA", "::1"), "[::1]")).isEmpty();
    }

    @Test
    void theHostIsSentAsServerName() throws Exception {
        TlsConfig config =
                TestPki.config(pki.issue("other", "EC", "other.test"), pki.issue("x", "EC", "live.example.org"));
        assertThat(handshake(config, ca, "live.example.org")).isEmpty();
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        assertThat(handshake(pki.issue("x", "EC", "localhost"), "live.example.org"))
                .get()
                .asString()
                .startsWith("live.example.org:")
                .containsIgnoringCase("live.example.org found");
    }

    @Test
    void aCertificateForAnotherAddressIsRefused() throws Exception {
        assertThat(handshake(pki.issue("x", "EC", "127.0.0.2"), "127.0.0.1")).isPresent();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused(@TempDir Path elsewhere) throws Exception {
        TestPki other = new TestPki(elsewhere);
        other.write("ca.crt", "CERTIFICATE", other.root.getEncoded());
        assertThat(handshake(TestPki.config(pki.issue("x", "EC", "localhost")), other.file("ca.crt"), "localhost"))
                .isPresent();
    }

    @Test
    void theSystemsAuthoritiesAreTrustedWhenNoneAreGiven() throws Exception {
        assertThat(handshake(TestPki.config(pki.issue("x", "EC", "localhost")), null, "localhost"))
                .get()
                .asString()
                .contains("unable to find valid certification path");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        pki.until = pki.from.plusSeconds(60);
        assertThat(handshake(pki.issue("x", "EC", "localhost"), "localhost")).isPresent();
    }

    @Test
    void aServerThatHangsUpIsToldOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0);
                UpstreamTlsContext tls = UpstreamTlsContext.open("upstreams.api.ca", ca)) {
            CompletableFuture<Optional<String>> done = connect(tls, "localhost", server.getLocalPort());
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(22);
            }
            assertThat(done.get(20, TimeUnit.SECONDS)).get().asString().contains("closed the connection");
        }
    }

    @Test
    void anUnusableAuthorityFileIsAProblem() throws Exception {
        Files.writeString(ca, "nothing");
        assertThatThrownBy(() -> UpstreamTlsContext.open("upstreams.api.ca", ca))
                .isInstanceOf(TlsProblemException.class)
                .hasMessageStartingWith("upstreams.api.ca: " + ca + " holds no certificate");
    }

    private Optional<String> handshake(TlsConfig.Certificate certificate, String host) throws Exception {
        return handshake(TestPki.config(certificate), ca, host);
    }

    /** A handshake, and when it succeeds the first bytes under it. */
    private Optional<String> handshake(TlsConfig config, Path authority, String host) throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_2, Protocol.HTTP_1_1);
                UpstreamTlsContext tls = UpstreamTlsContext.open("upstreams.api.ca", authority)) {
            Optional<String> outcome = connect(tls, host, server.port()).get(20, TimeUnit.SECONDS);
            if (outcome.isEmpty()) {
                assertThat(greeting.get(20, TimeUnit.SECONDS)).isEqualTo("hello http/1.1\n");
            }
            return outcome;
        }
    }

    /** Empty for success, else the message. */
    private CompletableFuture<Optional<String>> connect(UpstreamTlsContext tls, String host, int port) {
        CompletableFuture<Optional<String>> done = new CompletableFuture<>();
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        tls.install(channel.pipeline(), URI.create("https://" + host + ":" + port), new Told(done));
                        channel.pipeline().addLast(new Greeted());
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port));
        return done;
    }

    /** Completes {@code done} with what it is told, which may be only once. */
    private record Told(CompletableFuture<Optional<String>> done) implements UpstreamTls.Progress {
        @Override
        public void established() {
            tell(Optional.empty());
        }

        @Override
        public void failed(Throwable cause) {
            tell(Optional.ofNullable(cause.getMessage()));
        }

        @Override
        public void closeNotified() {
            // after the handshake; nothing here waits for it
        }

        private void tell(Optional<String> outcome) {
            if (!done.complete(outcome)) {
                done.obtrudeException(new AssertionError("told twice"));
            }
        }
    }

    private final class Greeted extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            greeting.complete(message.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}

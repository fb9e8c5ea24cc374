package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private TestPki pki;
    private TlsConfig config;

    @BeforeEach
    void certificate(@TempDir Path directory) throws Exception {
        pki = new TestPki(directory);
        config = TestPki.config(pki.issue("server", "EC", "localhost"));
    }

    @Test
    void newConnectionsGetTheNewCertificateAndOldOnesLive() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                TestClient before = TestClient.connect(pki.client(), server.port(), null, "TLSv1.3")) {
            assertThat(before.line()).isEqualTo("hello http/1.1");
            BigInteger old = before.certificate().getSerialNumber();
            pki.issue("server", "RSA", "localhost");
            server.tls.reload();
            assertThat(serial(server)).isNotEqualTo(old);
            assertThat(before.echoed("still here")).isEqualTo("still here");
        }
    }

    @Test
    void aReloadOfUnusableFilesIsRefusedAndTheOldCertificateStays() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1)) {
            BigInteger old = serial(server);
            Files.writeString(pki.file("server.crt"), "nothing of use");
            assertThatThrownBy(server.tls::reload)
                    .isInstanceOf(TlsProblemException.class)
                    .hasMessageContaining("holds no certificate");
            assertThat(serial(server)).isEqualTo(old);
        }
    }

    @Test
    void handshakesFailOnceItIsClosedAndEstablishedConnectionsGoOn() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1);
                TestClient before = TestClient.connect(pki.client(), server.port(), null, "TLSv1.3")) {
            assertThat(before.line()).isEqualTo("hello http/1.1");
            server.outcome();
            server.tls.close();
            assertThatThrownBy(() -> serial(server)).isInstanceOf(java.io.IOException.class);
            assertThat(server.outcome().reason()).isEqualTo("the listener is closed");
            assertThat(before.echoed("still here")).isEqualTo("still here");
        }
    }

    @Test
    void aClosedConnectionGivesItsNativeMemoryBack() throws Exception {
        try (TestServer server = TestServer.start(config, Protocol.HTTP_1_1)) {
            ReferenceCounted engine;
            TestServer.Outcome outcome;
            try (TestClient client = TestClient.connect(pki.client(), server.port(), null, "TLSv1.3")) {
                assertThat(client.line()).isEqualTo("hello http/1.1");
                outcome = server.outcome();
                engine = (ReferenceCounted)
                        outcome.channel().pipeline().get(SslHandler.class).engine();
            }
            assertThat(outcome.channel().closeFuture().await(20_000)).isTrue();
            Waiting.until(() -> engine.refCnt() == 0);
        }
    }

    @Test
    void theLastConnectionOfReplacedCertificatesFreesThem() throws Exception {
        AlpnOffer offer = new AlpnOffer(List.of(Protocol.HTTP_1_1));
        TestClock clock = TestClock.now();
        List<LoadedCertificate> loaded = new CertificateReader(clock).read(config);
        ServerContexts contexts = ServerContexts.of(loaded, offer, new TicketKeys(clock).current());
        SslHandler connection = contexts.newHandler(UnpooledByteBufAllocator.DEFAULT, null);
        contexts.release();
        ReferenceCountUtil.release(
                contexts.newHandler(UnpooledByteBufAllocator.DEFAULT, null).engine());
        ReferenceCountUtil.release(connection.engine());
        assertThatThrownBy(() -> contexts.newHandler(UnpooledByteBufAllocator.DEFAULT, null))
                .isInstanceOf(IllegalReferenceCountException.class);
    }

    private BigInteger serial(TestServer server) throws Exception {
        try (TestClient client = TestClient.connect(pki.client(), server.port(), null, "TLSv1.3")) {
            return client.certificate().getSerialNumber();
        }
    }
}

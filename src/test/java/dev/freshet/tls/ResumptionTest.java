package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumptionTest {
    private final TestClock clock = TestClock.now();
    private TestPki pki;
    private TestServer server;
    private SSLContext client;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        pki = new TestPki(directory);
        TlsConfig config =
                TestPki.config(pki.issue("server", "EC", "localhost"), pki.issue("other", "EC", "other.test"));
        server = new TestServer(ServerTls.open(config, List.of(Protocol.HTTP_1_1), clock));
        client = pki.client();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everyConnectionAfterTheFirstIsResumed(String version) throws Exception {
        List<Boolean> resumed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            resumed.add(connect(version));
        }
        assertThat(resumed.getFirst()).isFalse();
        assertThat(resumed.subList(1, 20)).containsOnly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ticketsSurviveAReload(String version) throws Exception {
        connect(version);
        server.tls.reload();
        assertThat(connect(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ticketsSurviveTheNextTwoRotationsOfTheKey(String version) throws Exception {
        connect(version);
        rotate();
        rotate();
        assertThat(connect(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void ticketsOfAForgottenKeyMeanAFullHandshake(String version) throws Exception {
        connect(version);
        rotate();
        rotate();
        rotate();
        assertThat(connect(version)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRotationReachesReloadedCertificatesToo(String version) throws Exception {
        server.tls.reload();
        rotate();
        connect(version);
        server.tls.reload();
        assertThat(connect(version)).isTrue();
    }

    /** A connection of somebody else, so that the rotation happens without renewing the client's ticket. */
    private void rotate() throws Exception {
        clock.advance(TicketKeys.ROTATION);
        try (TestClient other = TestClient.connect(pki.client(), server.port(), "other.test", "TLSv1.3")) {
            assertThat(other.line()).startsWith("hello");
        }
        server.outcome();
    }

    private boolean connect(String version) throws Exception {
        try (TestClient connected = TestClient.connect(client, server.port(), "localhost", version)) {
            assertThat(connected.line()).isEqualTo("hello http/1.1");
        }
        return server.outcome().resumed();
    }
}

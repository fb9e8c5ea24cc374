package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNameTest {
    private TestPki pki;
    private TestServer server;

    @BeforeEach
    void threeCertificates(@TempDir Path directory) throws Exception {
        pki = new TestPki(directory);
        server = TestServer.start(
                TestPki.config(
                        pki.issue("default", "EC", "localhost"),
                        pki.issue("exact", "RSA", "api.Example.org", "www.example.net"),
                        pki.issue("wild", "EC", "*.example.org", "api.example.org")),
                Protocol.HTTP_1_1);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, CN=localhost",
        "api.example.org, CN=api.Example.org",
        "API.EXAMPLE.ORG, CN=api.Example.org",
        "www.example.net, CN=api.Example.org",
        "live.example.org, CN=star.example.org",
        "a.live.example.org, CN=localhost",
        "example.org, CN=localhost",
        "elsewhere.test, CN=localhost",
    })
    void theServerNameChoosesTheCertificate(String name, String subject) throws Exception {
        assertThat(subjectFor(name, "TLSv1.3")).isEqualTo(subject);
        assertThat(subjectFor(name, "TLSv1.2")).isEqualTo(subject);
    }

    @Test
    void aClientWithoutServerNameGetsTheDefault() throws Exception {
        assertThat(subjectFor(null, "TLSv1.3")).isEqualTo("CN=localhost");
    }

    private String subjectFor(@Nullable String name, String version) throws Exception {
        try (TestClient client = TestClient.connect(pki.client(), server.port(), name, version)) {
            return client.certificate().getSubjectX500Principal().getName();
        }
    }
}

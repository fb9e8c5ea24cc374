package dev.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.config.Protocol;
import dev.freshet.config.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateProblemsTest {
    private static final String PLACE = "listeners[0].tls.certificates[0]";

    private TestPki pki;
    private TlsConfig.Certificate entry;

    @BeforeEach
    void certificate(@TempDir Path directory) throws Exception {
        pki = new TestPki(directory);
        entry = pki.issue("x", "EC", "localhost");
    }

    @Test
    void aSoundCertificateHasNoFindings() {
        assertThat(findings()).isEqualTo(new TlsFindings(List.of(), List.of()));
    }

    @Test
    void absentFiles() throws Exception {
        Files.delete(entry.chain());
        Files.delete(entry.key());
        assertThat(findings().problems())
                .containsExactly(
                        PLACE + ".chain: " + entry.chain() + " does not exist (expected: a PEM file)",
                        PLACE + ".key: " + entry.key() + " does not exist (expected: a PEM file)");
    }

    @Test
    void aFolderInsteadOfAFile() throws Exception {
        Files.delete(entry.chain());
        Files.createDirectory(entry.chain());
        assertThat(problem())
                .isEqualTo(PLACE + ".chain: " + entry.chain() + " cannot be read (expected: a readable PEM file)");
    }

    @Test
    void anEmptyChain() throws Exception {
        Files.writeString(entry.chain(), "");
        assertThat(problem()).isEqualTo(PLACE + ".chain: " + entry.chain() + " is empty (expected: a PEM file)");
    }

    @Test
    void aChainThatIsNotPem() throws Exception {
        Files.write(entry.chain(), pki.root.getEncoded());
        assertThat(problem())
                .isEqualTo(
                        PLACE + ".chain: " + entry.chain()
                                + " holds no certificate (expected: PEM blocks of certificates, the leaf first, each followed by its issuer)");
    }

    @Test
    void aTruncatedChain() throws Exception {
        String whole = Files.readString(entry.chain());
        Files.writeString(entry.chain(), whole.substring(0, whole.length() / 2));
        assertThat(problem())
                .isEqualTo(PLACE + ".chain: " + entry.chain() + " is damaged (expected: whole PEM blocks)");
    }

    @Test
    void aCertificateThatCannotBeParsed() throws Exception {
        pki.write("x.crt", "CERTIFICATE", new byte[] {1, 2, 3});
        assertThat(problem()).startsWith(PLACE + ".chain: " + entry.chain() + " has a damaged certificate, number 1");
    }

    @Test
    void aTooLargeFile() throws Exception {
        Files.write(entry.chain(), new byte[(1 << 20) + 1]);
        assertThat(problem())
                .isEqualTo(PLACE + ".chain: " + entry.chain() + " is too large (expected: a PEM file up to 1 MiB)");
    }

    @Test
    void aChainInTheWrongOrder() throws Exception {
        KeyPair keys = TestPki.newKeys("EC");
        X509Certificate leaf = pki.leaf(keys.getPublic(), "localhost");
        pki.write("x.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        pki.write("x.crt", "CERTIFICATE", leaf.getEncoded(), pki.root.getEncoded());
        assertThat(findings().problems()).isEmpty();
        pki.write("x.crt", "CERTIFICATE", pki.root.getEncoded(), leaf.getEncoded());
        assertThat(problem())
                .isEqualTo(PLACE + ".chain: " + entry.chain()
                        + " is out of order: certificate 2 (CN=localhost) did not issue certificate 1 (CN=test root)"
                        + " (expected: PEM blocks of certificates, the leaf first, each followed by its issuer)");
    }

    @Test
    void aKeyOfAnotherCertificate() throws Exception {
        pki.write("x.key", "PRIVATE KEY", TestPki.newKeys("EC").getPrivate().getEncoded());
        assertThat(problem())
                .isEqualTo(PLACE + ".key: " + entry.key() + " does not belong to the certificate in " + entry.chain()
                        + " (expected: the private key of its leaf)");
    }

    @Test
    void aKeyOfAnotherAlgorithmThanTheCertificate() throws Exception {
        pki.write("x.key", "PRIVATE KEY", TestPki.newKeys("RSA").getPrivate().getEncoded());
        assertThat(problem()).contains("does not belong to the certificate");
    }

    @Test
    void aKeyFileWithoutAKey() throws Exception {
        Files.copy(entry.chain(), entry.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(problem())
                .isEqualTo(PLACE + ".key: " + entry.key()
                        + " holds no private key (expected: a PEM private key, RSA or EC, not encrypted)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void aDamagedKey(String type) throws Exception {
        pki.write("x.key", type, new byte[] {48, 3, 2, 1, 0});
        assertThat(problem())
                .isEqualTo(PLACE + ".key: " + entry.key()
                        + " holds a damaged private key (expected: a PEM private key, RSA or EC, not encrypted)");
    }

    @Test
    void anEncryptedKey() throws Exception {
        pki.write("x.key", "ENCRYPTED PRIVATE KEY", new byte[] {48, 0});
        assertThat(problem())
                .isEqualTo(PLACE + ".key: " + entry.key()
                        + " is encrypted, and there is nobody to type its password"
                        + " (expected: a PEM private key, RSA or EC, not encrypted)");
    }

    @Test
    void anEncryptedKeyOfTheOldForm() throws Exception {
        Files.writeString(entry.key(), """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        assertThat(problem()).contains("is encrypted");
    }

    @Test
    void aKeyOfAnUnsupportedAlgorithm() throws Exception {
        pki.write(
                "x.key", "PRIVATE KEY", TestPki.newKeys("Ed25519").getPrivate().getEncoded());
        assertThat(problem())
                .isEqualTo(
                        PLACE + ".key: " + entry.key()
                                + " holds a key that is neither RSA nor EC (expected: a PEM private key, RSA or EC, not encrypted)");
    }

    @Test
    void aWeakRsaKey() throws Exception {
        pki.write(
                "x.key",
                "PRIVATE KEY",
                TestPki.newKeys("RSA", 1024).getPrivate().getEncoded());
        assertThat(problem())
                .isEqualTo(PLACE + ".key: " + entry.key() + " holds an RSA key of 1024 bits (expected: at least 2048)");
    }

    @Test
    void anExpiredCertificateIsAWarning() throws Exception {
        pki.from = Instant.parse("2020-01-01T00:00:00Z");
        pki.until = Instant.parse("2020-02-01T00:00:00Z");
        pki.issue("x", "EC", "localhost");
        assertThat(findings())
                .isEqualTo(new TlsFindings(
                        List.of(),
                        List.of(PLACE + ".chain: " + entry.chain()
                                + " expired at 2020-02-01T00:00:00Z (expected: a valid certificate)")));
    }

    @Test
    void aCertificateNotYetValidIsAWarning() throws Exception {
        pki.from = Instant.now().plus(Duration.ofDays(2));
        pki.issue("x", "EC", "localhost");
        try (ServerTls tls = ServerTls.open(TestPki.config(entry), List.of(Protocol.HTTP_1_1), TestClock.now())) {
            assertThat(tls.warnings()).singleElement().asString().contains("is not valid before");
        }
    }

    @Test
    void aFurtherCertificateWithoutNamesIsAWarning() throws Exception {
        TlsConfig config = TestPki.config(entry, pki.issue("nameless", "EC"));
        assertThat(ServerTls.check(config, TestClock.now()).warnings())
                .containsExactly(PLACE + ".chain: " + pki.file("nameless.crt")
                        + " names no host, so SNI never chooses it (expected: a DNS name in its SAN)");
    }

    @Test
    void openingFailsWithEveryProblemAtOnce() throws Exception {
        Files.writeString(entry.chain(), "");
        TlsConfig config = TestPki.config(entry, pki.entry("absent"));
        assertThatThrownBy(() -> ServerTls.open(config, List.of(Protocol.HTTP_1_1), TestClock.now()))
                .isInstanceOf(TlsProblemException.class)
                .message()
                .hasLineCount(3);
    }

    private TlsFindings findings() {
        return ServerTls.check(TestPki.config(entry), TestClock.now());
    }

    private String problem() {
        assertThat(findings().problems()).hasSize(1);
        return findings().problems().getFirst();
    }
}
